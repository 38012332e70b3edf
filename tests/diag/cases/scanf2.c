/* More formats of scanf. */
#include <stdio.h>

[[gnu::format(scanf, 1, 2)]] int take(const char *format, ...);

int main(void) {
    int n = 0;
    double d = 0;
    char word[10] = "";
    take("%d %lf %9s", &n, &d, word);
    scanf("%4c", word + 6);
    scanf("%5c", word + 6);     // error: '%5c' stores up to 5 bytes, but only 4 are there
    scanf("%*n");               // error: '%n' takes no width and is not suppressed
    scanf("%99999999s", word);  // error: the width in the format is too large
    scanf("%d%", &n);           // error: the format ends in the middle of a conversion
    return take("%d", &d);      // error: '%d' here needs an argument of type 'int *', but it has the type 'double *'
}
