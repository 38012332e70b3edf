/* The relatives of printf, and functions like it. */
#include <stdarg.h>
#include <stdio.h>

[[gnu::format(printf, 2, 3)]] void complain(int level, const char *format, ...);
void complain_too(const char *format, ...) __attribute__((__format__(__printf__, 1, 2), noinline));
void complain_list(const char *format, va_list list) __attribute__((format(printf, 1, 0)));
void date(const char *format, ...) __attribute__((format(strftime, 1, 0)));
void broken(const char *format, ...) __attribute__((format(printf; 1))); // error: expected ',' in the attribute 'format'
static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *format, ...) {
    va_list list;
    va_start(list);
    vprintf(format, list);
    complain_list(format, list);
    va_end(list);
}

int main(void) {
    char buffer[8];
    double d = 2;
    const char *format = "%d";
    complain(1, "%d of %s\n", 3, "text");
    complain(1, "%d\n", d);     // error: '%d' here needs an argument of type 'int', but it has the type 'double'
    complain_too("%s");         // error: the format needs one more argument for '%s'
    complain(1, format, d);
    date("%Y-%m");
    say("%d\n", 1);
    say("%d\n", 1, 2);          // error: the format uses 1 argument, but 2 are given
    fprintf(stderr, "%s\n", d); // error: '%s' here needs an argument of type 'const char *', but it has the type 'double'
    fprintf(stdout, format, 1);
    sprintf(buffer, "%ld", 3);  // error: '%d' here needs an argument of type 'long', but it has the type 'int'
    snprintf(buffer, 9, "%d", 3); // error: argument 1 of 'snprintf' must have 9 elements, but only 8 are there
    fprintf(stdout, format);    // warning: the format is no literal, and there are no arguments
    return (int)sizeof printf("%d", d); // error: '%d' here needs an argument of type 'int', but it has the type 'double'
}
