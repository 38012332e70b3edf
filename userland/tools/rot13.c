/* rot13: copies standard input to standard output, each Latin letter moved on by half the alphabet. */
#include <stdio.h>

#define LETTERS 26

static int rotate(int character, int first) {
    return first + (character - first + LETTERS / 2) % LETTERS;
}

int main(void) {
    for (;;) {
        int character = getchar();
        if (character == EOF)
            break;
        if (character >= 'a' && character <= 'z')
            character = rotate(character, 'a');
        else if (character >= 'A' && character <= 'Z')
            character = rotate(character, 'A');
        putchar(character);
    }
    return ferror(stdin) || ferror(stdout) || fflush(stdout) != 0;
}
