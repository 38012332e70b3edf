/* <assert.h>: the end of a failed assertion. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

void __assert_failed(const char *expression, const char *file, int line) {
    char digits[13] = {0};
    int first = 12;
    do {
        first -= 1;
        digits[first] = (char)('0' + line % 10);
        line /= 10;
    } while (line > 0 && first > 0);
    fputs(file, stderr);
    fputc(':', stderr);
    fputs(digits + first, stderr);
    fputs(": Assertion `", stderr);
    fputs(expression, stderr);
    fputs("' failed.\n", stderr);
    abort();
}
