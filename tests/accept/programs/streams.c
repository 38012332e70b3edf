/* <stdio.h>: files and standard input, by bytes, by lines and by blocks; and main's arguments.
 *
 *     streams FILE...      "-" for standard input */
#include <ptrcheck.h>
#include <stdio.h>
#include <string.h>

#define LINE_BYTES 40

static unsigned hash_byte(unsigned hash, int byte) {
    return (hash ^ (unsigned)byte) * 16777619u;
}

static void read_bytes(FILE *stream) {
    unsigned hash = 2166136261u;
    long count = 0;
    for (int byte = getc(stream); byte != EOF; byte = fgetc(stream)) {
        hash = hash_byte(hash, byte);
        count++;
    }
    printf("  %ld bytes %08x, end %d, error %d\n", count, hash, feof(stream) != 0, ferror(stream) != 0);
}

/* Lines that are longer than the buffer come in pieces. */
static void read_lines(FILE *stream) {
    char line[LINE_BYTES];
    long lines = 0;
    long pieces = 0;
    while (fgets(line, LINE_BYTES, stream) != NULL) {
        pieces++;
        if (strchr(line, '\n') != NULL)
            lines++;
        if (pieces <= 3)
            printf("  [%s]\n", line);
    }
    printf("  %ld lines in %ld pieces, end %d\n", lines, pieces, feof(stream) != 0);
}

static void read_blocks(FILE *stream) {
    unsigned numbers[25];
    unsigned hash = 2166136261u;
    size_t total = 0;
    for (;;) {
        size_t count = fread(numbers, sizeof *numbers, 25, stream);
        for (size_t i = 0; i < count; i++)
            hash = hash_byte(hash, (int)(numbers[i] % 251));
        total += count;
        if (count < 25)
            break;
    }
    printf("  %zu numbers %08x\n", total, hash);
}

typedef void reader(FILE *stream);

static int read_file(const char *name, reader *read) {
    if (strcmp(name, "-") == 0) {
        read(stdin);
        return 0;
    }
    FILE *stream = fopen(name, "r");
    if (stream == NULL) {
        fflush(stdout);
        perror(name);
        return 1;
    }
    read(stream);
    return fclose(stream) == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    static reader *const readers[] = {read_bytes, read_lines, read_blocks};
    int status = 0;
    for (int i = 1; i < argc; i++) {
        printf("%d: %s, %zu bytes\n", i, argv[i], strlen(argv[i]));
        for (size_t k = 0; k < sizeof readers / sizeof *readers; k++)
            status |= read_file(argv[i], readers[k]);
    }
    fwrite("done\n", 1, 5, stdout);
    return status;
}
