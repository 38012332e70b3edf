/* Less likely formats. */
#include <stdio.h>

int main(void) {
    printf("%\001", 1);         // error: invalid conversion in the format
    printf("%lc\n", 'x');       // error: wide characters ('%lc', '%ls') are not supported
    return printf("");
}
