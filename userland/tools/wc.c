/* wc: counts lines, words and bytes, and prints them as coreutils does in the "C" locale.
 *
 *     wc [-lwc]... [FILE]...        standard input if no file is named, or for the file "-"
 *
 * A word is a run of characters without white space that has a printable one. The columns are as wide as the
 * bytes of all files need, so files are read once for their size before they are counted. */
#include <ctype.h>
#include <fcntl.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <vouch/arguments.h>

#define BLOCK_BYTES 16384
#define NAME_BYTES 4096
#define COLUMNS_UNSIZED 7 /* at least, with standard input or a directory among the files */

static unsigned char block[BLOCK_BYTES];
static char name[NAME_BYTES];

static bool show_lines, show_words, show_bytes;
static unsigned long lines, words, bytes;
static unsigned long total_lines, total_words, total_bytes;
static int columns = 1;
static int status;

static void complain(const char *what) {
    fflush(stdout);
    fputs("wc: ", stderr);
    perror(what);
    status = 1;
}

static bool is_standard_input(const char *file) {
    return strcmp(file, "-") == 0;
}

static bool count_block(const unsigned char *__counted_by(size) data, size_t size, bool in_word) {
    for (size_t i = 0; i < size; i++) {
        int character = data[i];
        if (character == '\n')
            lines++;
        if (isspace(character)) {
            in_word = false;
        } else if (!in_word && isprint(character)) {
            in_word = true;
            words++;
        }
    }
    bytes += size;
    return in_word;
}

/* Counts what is left to read; false if it cannot be read to the end. */
static bool count_descriptor(int descriptor) {
    bool in_word = false;
    lines = 0;
    words = 0;
    bytes = 0;
    for (;;) {
        ssize_t size = read(descriptor, block, BLOCK_BYTES);
        if (size <= 0)
            return size == 0;
        in_word = count_block(block, (size_t)size, in_word);
    }
}

static void print_column(unsigned long value, bool first) {
    if (!first)
        putchar(' ');
    printf("%*lu", columns, value);
}

static void print_counts(unsigned long line_count, unsigned long word_count, unsigned long byte_count) {
    if (show_lines)
        print_column(line_count, true);
    if (show_words)
        print_column(word_count, !show_lines);
    if (show_bytes)
        print_column(byte_count, !show_lines && !show_words);
}

static void count_file(const char *file) {
    int descriptor = is_standard_input(file) ? STDIN_FILENO : open(file, O_RDONLY);
    if (descriptor < 0) {
        complain(file);
        return;
    }
    if (!count_descriptor(descriptor))
        complain(file);
    if (descriptor != STDIN_FILENO)
        close(descriptor);
    print_counts(lines, words, bytes);
    printf(" %s\n", file);
    total_lines += lines;
    total_words += words;
    total_bytes += bytes;
}

/* The size of a file, by reading it: 0 if it cannot be opened, -1 if it cannot be read, which is complained
 * of when it is counted. */
static long measure_file(const char *file) {
    long size = 0;
    int descriptor = open(file, O_RDONLY);
    if (descriptor < 0)
        return 0;
    ssize_t part = read(descriptor, block, BLOCK_BYTES);
    while (part > 0) {
        size += part;
        part = read(descriptor, block, BLOCK_BYTES);
    }
    close(descriptor);
    return part < 0 ? -1 : size;
}

static int digits_of(unsigned long value) {
    int digits = 1;
    for (; value >= 10; value /= 10)
        digits++;
    return digits;
}

/* Whether argument `index` is a file; stores its name. */
static bool get_file(int index) {
    long length = argument_copy(index, name, NAME_BYTES);
    if (length >= NAME_BYTES) {
        fputs("wc: an argument is too long\n", stderr);
        status = 1;
        return false;
    }
    return name[0] != '-' || name[1] == '\0';
}

static bool read_options(int count) {
    for (int i = 1; i < count; i++) {
        if (get_file(i))
            continue;
        for (int k = 1; name[k] != '\0'; k++) {
            if (name[k] == 'l') {
                show_lines = true;
            } else if (name[k] == 'w') {
                show_words = true;
            } else if (name[k] == 'c') {
                show_bytes = true;
            } else {
                fputs("usage: wc [-lwc] [FILE]...\n", stderr);
                return false;
            }
        }
    }
    if (!show_lines && !show_words && !show_bytes) {
        show_lines = true;
        show_words = true;
        show_bytes = true;
    }
    return true;
}

/* The number of files, after choosing the width of the columns for them. */
static int choose_columns(int count) {
    int files = 0;
    int least = 1;
    unsigned long size = 0;
    for (int i = 1; i < count; i++) {
        if (!get_file(i))
            continue;
        files++;
        long part = is_standard_input(name) ? -1 : measure_file(name);
        if (part < 0)
            least = COLUMNS_UNSIZED;
        else
            size += (unsigned long)part;
    }
    if (files == 0)
        least = COLUMNS_UNSIZED;
    columns = digits_of(size);
    if (columns < least)
        columns = least;
    if (files <= 1 && show_lines + show_words + show_bytes == 1)
        columns = 1;
    return files;
}

int main(void) {
    int count = argument_count();
    if (!read_options(count))
        return 1;
    int files = choose_columns(count);
    if (files == 0) {
        if (!count_descriptor(STDIN_FILENO))
            complain("standard input");
        print_counts(lines, words, bytes);
        putchar('\n');
    }
    for (int i = 1; i < count; i++)
        if (get_file(i))
            count_file(name);
    if (files > 1) {
        print_counts(total_lines, total_words, total_bytes);
        puts(" total");
    }
    return status;
}
