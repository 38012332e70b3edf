/* main must be what the loader calls. */
void main(void) {               // error: 'main' must return 'int'
}
