/* One printf or scanf a line, for random_format.py: what to do, the format and the value, with tabs between them. */
#include <ptrcheck.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_line(char kind, const char *format, const char *value) {
    char text[2000];
    int n = -2;
    long number = strtol(value, NULL, 10);
    uint64_t bits = (uint64_t)number;
    if (kind == 'i')
        n = snprintf(text, sizeof text, format, (int)number);
    else if (kind == 'l')
        n = snprintf(text, sizeof text, format, number);
    else if (kind == 'd')
        n = snprintf(text, sizeof text, format, *(const double *)&bits);
    else if (kind == 's')
        n = snprintf(text, sizeof text, format, value);
    printf("%d [%s]\n", n, text);
}

static void scan_line(char kind, const char *format, const char *value) {
    char word[100] = "";
    int number = 0, n = -2;
    long large = 0;
    double real = 0;
    if (kind == 'I')
        n = sscanf(value, format, &number);
    else if (kind == 'L')
        n = sscanf(value, format, &large);
    else if (kind == 'D')
        n = sscanf(value, format, &real);
    else if (kind == 'S')
        n = sscanf(value, format, word);
    printf("%d %d %ld %a [%s]\n", n, number, large, real, word);
}

int main(void) {
    char line[400], format[400];
    while (fgets(line, sizeof line, stdin) != NULL) {
        size_t length = strlen(line), tab = 2;
        if (length > 0 && line[length - 1] == '\n')
            line[length - 1] = '\0';
        while (line[tab] != '\0' && line[tab] != '\t')
            tab++;
        memcpy(format, line + 2, tab - 2);
        format[tab - 2] = '\0';
        const char *value = line[tab] == '\0' ? "" : line + tab + 1;
        if (line[0] >= 'a')
            print_line(line[0], format, value);
        else
            scan_line(line[0], format, value);
    }
    return 0;
}
