/* <string.h> and <strings.h>: comparisons that are not by bytes. In the "C" locale strcoll is strcmp. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

int strcoll(const char *left, const char *right) {
    return strcmp(left, right);
}

int strncasecmp(const char *left, const char *right, size_t limit) {
    for (size_t i = 0; i < limit; i++) {
        int a = tolower((unsigned char)left[i]), b = tolower((unsigned char)right[i]);
        if (a != b || a == '\0')
            return a - b;
    }
    return 0;
}

int strcasecmp(const char *left, const char *right) {
    return strncasecmp(left, right, (size_t)-1);
}
