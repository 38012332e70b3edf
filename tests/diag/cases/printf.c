/* The format of printf against its arguments. */
#include <stdio.h>
#include <stdint.h>
#include <inttypes.h>

int main(void) {
    int n = 3;
    long l = 4;
    double d = 1.5;
    char text[] = "text";
    int32_t small = 1;
    int64_t large = 2;
    printf("plain %% %d %u %x %ld %lu %lld %zu %c %s %f %5.2e %-*d|%+.*f|%hhd %hx %o %#X\n", n, 3u, n, l, 5ul, 6ll,
           sizeof n, 'c', text, d, 1.5f, 4, n, 2, d, (signed char)n, (short)n, 8, 255);
    printf("%" PRId32 " %" PRIu64 "\n", small, (uint64_t)large);
    printf("%s\n", "literal");
    printf(text);               // warning: the format is no literal, and there are no arguments
                                // note: if it is a text to be printed, use the format "%s"
    printf("%d\n");             // error: the format needs one more argument for '%d'
    printf("%d\n", n, n);       // error: the format uses 1 argument, but 2 are given
    printf("%d\n", l);          // error: '%d' here needs an argument of type 'int', but it has the type 'long'
    printf("%ld\n", n);         // error: '%d' here needs an argument of type 'long', but it has the type 'int'
    printf("%d\n", d);          // error: '%d' here needs an argument of type 'int', but it has the type 'double'
    printf("%f\n", n);          // error: '%f' here needs an argument of type 'double', but it has the type 'int'
    printf("%Lf\n", d);         // error: '%f' here needs an argument of type 'long double'
    printf("%s\n", n);          // error: '%s' here needs an argument of type 'const char *', but it has the type 'int'
    printf("%c\n", d);          // error: '%c' here needs an argument of type 'int', but it has the type 'double'
    printf("%n", &n);
    printf("%ln", &n);          // error: '%n' here needs an argument of type 'long *', but it has the type 'int *'
    printf("%Ln", &n);          // error: 'L' does not go with '%n'
    printf("%p %p %p\n", text, nullptr, &n);
    printf("%p\n", n);          // error: '%p' here needs an argument of type 'void *', but it has the type 'int'
    printf("%b %w8d %wf16u %B\n", 3u, n, l, n);
    printf("%w9d\n", n);        // error: the conversion '%9' is not supported
    printf("%$d\n", n);         // error: the conversion '%$' is not supported
    printf("%*d\n", l, n);      // error: the width '*' needs an argument of type 'int', but it has the type 'long'
    printf("%ls\n", text);      // error: wide characters ('%lc', '%ls') are not supported
    printf("%Ld\n", n);         // error: 'L' does not go with '%d'
    printf("%hf\n", d);         // error: this length does not go with '%f'
    printf("100%");             // error: the format ends in the middle of a conversion
    printf("%9999999d\n", n);   // error: the width in the format is too large
    return (int)l + n;
}
