/* Warnings with -Wall. */
static int never(void) {        // warning: unused function 'never'
    return 1;
}
[[noreturn]] void leave(int status);
int falls(int n) {
    if (n)
        return 1;
}                               // warning: 'falls' may end without returning a value of type 'int'
int stays(int n) {
    for (;;) {
        if (n > 3)
            return n;
        n++;
    }
}
int leaves(int n) {
    switch (n) {
    case 1:
        return 2;
    default:
        leave(1);
    }
}
int breaks(int n) {
    while (1) {
        if (n)
            break;
    }
}                               // warning: 'breaks' may end without returning a value of type 'int'
[[noreturn]] void returns(void) {
    return;                     // warning: 'returns' is declared [[noreturn]] but returns
}
int main(void) {
    int used = 1, unused = 2;   // warning: unused variable 'unused'
    [[maybe_unused]] int quiet = 3;
    int also_quiet __attribute__((unused));
    return used;
}
