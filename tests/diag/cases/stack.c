/* What does not fit the stack. */
int f(void) {
    char a[150 * 1024], b[60 * 1024]; // error: the variables of 'f' need more than 204800 bytes of stack
                                // note: make large arrays static
    static char c[1 << 20];
    a[0] = b[0] = c[0] = 0;
    return a[0];
}
