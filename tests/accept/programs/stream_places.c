/* Streams as files: what has been read is pushed back, found again, read twice; and what they remember. Each argument
 * is a file. */
#include <stdio.h>
#include <string.h>

static void show_lines(FILE *file) {
    char line[40];
    for (int i = 0; i < 4 && fgets(line, sizeof line, file) != NULL; i++)
        printf("%ld: %zu %s\n", ftell(file), strlen(line), line);
}

static void push_back(FILE *file) {
    int first = getc(file);
    int second = getc(file);
    printf("%d %d\n", ungetc('x', file), ungetc(first, file));
    printf("%d %d", getc(file) == first, getc(file));
    printf(" %d %ld\n", second == EOF, ftell(file));
    printf("%d\n", ungetc(EOF, file));
}

static void find(FILE *file) {
    fpos_t position;
    static char before[5000], after[5000];
    int failed = fseek(file, 10, SEEK_SET);
    printf("%d %d\n", failed, fgetpos(file, &position));
    size_t count = fread(before, 1, sizeof before, file);
    printf("%zu %ld %d %d\n", count, ftell(file), feof(file) != 0, ferror(file) != 0);
    printf("%d ", fsetpos(file, &position));
    printf("%d ", fread(after, 1, sizeof after, file) == count);
    printf("%d\n", memcmp(before, after, count));
    printf("%d %ld\n", fseek(file, -3, SEEK_CUR), ftell(file));
    printf("%d %d\n", fseek(file, -1, SEEK_SET), fseek(file, 0, 7));
    printf("%d ", fseek(file, 0, SEEK_END));
    printf("%ld ", ftell(file));
    printf("%d %d ", getc(file), feof(file) != 0);
    printf("%d %d\n", getc(file), feof(file) != 0);
    clearerr(file);
    printf("%d ", feof(file));
    printf("%d %d\n", fseek(file, 100000, SEEK_END), getc(file));
    rewind(file);
    printf("%d %ld\n", feof(file), ftell(file));
}

int main(int argc, char **argv) {
    setvbuf(stdout, NULL, argc > 2 ? _IOLBF : _IOFBF, 4000);
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) {
            perror(argv[i]);
            continue;
        }
        show_lines(file);
        push_back(file);
        find(file);
        printf("%d ", putc('x', file));
        printf("%d\n", ferror(file) != 0);
        show_lines(file);
        printf("%d\n", fclose(file));
    }
    printf("%ld\n", ftell(stdin));
    perror(NULL);
    fputs("end\n", stderr);
    return 0;
}
