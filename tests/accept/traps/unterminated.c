/* A string that lacks its terminator. */
#include <stdio.h>
#include <vouch/arguments.h>

static int length_of(const char *text) {
    int length = 0;
    while (text[length] != '\0') // trap: index 4 out of bounds for length 4
        length++;
    return length;
}

int main(void) {
    char text[4] = {'t', 'e', 'x', (char)('s' + argument_count())};
    printf("%d\n", length_of(text));
    return 0;
}
