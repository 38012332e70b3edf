/* Files that a program writes, reads again, changes, renames and removes; lines of any length; streams on memory. */
#define _DEFAULT_SOURCE /* natively: what is not in C */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show(const char *path) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        printf("%s: %d\n", path, errno);
        return;
    }
    char *line = NULL;
    size_t room = 0;
    long length;
    while ((length = getline(&line, &room, file)) >= 0)
        printf("%ld %zu: %s", length, strlen(line), length < 50 ? line : "long\n");
    printf("%d %d\n", feof(file) != 0, ferror(file) != 0);
    free(line);
    fclose(file);
}

static void fill(const char *path, int count) {
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return;
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < i * i; k++)
            putc('a' + k % 26, file);
        putc('\n', file);
    }
    printf("%ld ", ftell(file));
    printf("%d %d\n", getc(file), ferror(file) != 0);
    printf("%d\n", fclose(file));
}

static void change(const char *path) {
    FILE *file = fopen(path, "r+");
    char word[8] = {0};
    printf("%zu %s ", fread(word, 1, 4, file), word);
    fseek(file, 0, SEEK_CUR);
    fputs("XYZ", file);
    fflush(file);
    printf("%ld ", ftell(file));
    fseek(file, 3, SEEK_END);
    fputs("behind\n", file);
    fseek(file, -9, SEEK_CUR);
    for (int c = getc(file); c != EOF; c = getc(file))
        printf("%d ", c);
    printf("%d\n", fclose(file));
    file = fopen(path, "a+");
    fputs("appended\n", file);
    rewind(file);
    printf("%c ", getc(file));
    fseek(file, 0, SEEK_CUR);
    fputs("again\n", file);
    printf("%ld\n", ftell(file));
    fclose(file);
}

static void memory(void) {
    char bytes[32] = "one two\nthree";
    char word[16];
    FILE *file = fmemopen(bytes, strlen(bytes), "r");
    while (fgets(word, sizeof word, file) != NULL)
        printf("<%s>", word);
    printf("%d\n", fclose(file));
    file = fmemopen(bytes, sizeof bytes, "w");
    fputs("written", file);
    fclose(file);
    printf("%s\n", bytes);
    char *text = NULL;
    size_t size = 0;
    file = open_memstream(&text, &size);
    for (int i = 0; i < 1000; i++)
        fputs("ten bytes.", file);
    fflush(file);
    printf("%zu %zu\n", size, strlen(text));
    fputs("end", file);
    fclose(file);
    printf("%zu %s\n", size, text + size - 8);
    free(text);
    file = tmpfile();
    fwrite(bytes, 1, 7, file);
    rewind(file);
    printf("%zu\n", fread(word, 2, 8, file));
    fclose(file);
}

int main(int argc, char **argv) {
    const char *path = "written-file.txt", *other = "written-other.txt";
    remove(path);
    remove(other);
    show(path);
    fill(path, 40);
    show(path);
    fill(path, 4);
    change(path);
    show(path);
    printf("%d ", rename(path, other));
    printf("%d\n", rename(path, other));
    show(path);
    show(other);
    FILE *file = fopen(other, "wx");
    printf("%d %d\n", file == NULL, errno);
    printf("%d ", remove(other));
    printf("%d %d\n", remove(other), errno);
    file = fopen(other, "q");
    printf("%d %d\n", file == NULL, errno);
    file = fopen("/no/such/file", "r+");
    printf("%d %d\n", file == NULL, errno);
    memory();
    for (int i = 1; i < argc; i++)
        show(argv[i]);
    return 0;
}
