/* The formats of scanf against the arguments. */
#include <stdio.h>

int main(int argc, char **argv) {
    int n = 0;
    unsigned u = 0;
    const int fixed = 0;
    short small = 0;
    long large = 0;
    bool flag = false;
    float f = 0;
    double d = 0;
    long double wide = 0;
    char word[10], letter;
    const char *format = argv[0];
    scanf(format, &n);
    scanf("%d %u %x %hd %ld %lld %zu %i %hhd %b%n", &n, &u, &n, &small, &large, &large, &large, &u, &letter, &u, &n);
    sscanf(argv[0], "%f %lf %Lf %9s %c %9[^a-z] %*d %*s %%", &f, &d, &wide, word, &letter, word + 0);
    scanf("%d");                // error: the format needs one more argument for '%d'
    scanf("%*d", &n);           // error: the format uses 0 arguments, but 1 is given
    scanf("%d", n);             // error: '%d' here needs an argument of type 'int *', but it has the type 'int'
    scanf("%d", &large);        // error: '%d' here needs an argument of type 'int *', but it has the type 'long *'
    scanf("%d", &fixed);        // error: '%d' here needs an argument of type 'int *', but it has the type 'const int *'
    scanf("%hhd", &flag);       // error: '%d' here needs an argument of type 'signed char *', but it has the type 'bool *'
    scanf("%f", &d);            // error: '%f' here needs an argument of type 'float *', but it has the type 'double *'
    scanf("%lf", &f);           // error: '%f' here needs an argument of type 'double *', but it has the type 'float *'
    scanf("%Lf", &d);           // error: '%f' here needs an argument of type 'long double *'
    scanf("%s", argv);          // error: '%s' here needs an argument of type 'char *'
    scanf("%10s", word);        // error: '%10s' stores up to 11 bytes, but only 10 are there
                                // note: a text needs one byte more than its width, for the terminator
    scanf("%[abc", word);       // error: the set of '%[' has no ']'
    scanf("%ls", word);         // error: wide characters ('%lc', '%ls') are not supported
    scanf("%p", &n);            // error: the conversion '%p' is not supported
    scanf("%\001", &n);         // error: invalid conversion in the format
    scanf("%Ld", &n);           // error: 'L' does not go with '%d'
    scanf("%hf", &f);           // error: this length does not go with '%f'
    return argc;
}
