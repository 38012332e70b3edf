/* tarls: lists a tar archive as `tar --utc -tv` does.
 *
 *     tarls [FILE]        standard input if no file is named
 *
 * Reads the POSIX ustar format (and GNU tar's variant as far as it is the same): a header of 512 bytes for
 * each file, then its contents, in whole blocks; two blocks of zeros end the archive. */
#include <fcntl.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <vouch/arguments.h>

#define BLOCK_BYTES 512
#define NAME_BYTES 4096
#define COLUMNS_MIN 19 /* of owner, group and size together */

struct ustar {
    char name[100];
    char mode[8], uid[8], gid[8];
    char size[12], time[12];
    char checksum[8];
    char type;
    char link[100];
    struct {
        char magic[6], version[2];
    } format;
    char user[32], group[32];
    char device[2][8];
    char prefix[155];
};

/* A block as it is in the archive. */
union block {
    unsigned char bytes[BLOCK_BYTES];
    struct ustar header;
};

static_assert(sizeof(struct ustar) == 500 && sizeof(union block) == BLOCK_BYTES);
static_assert(offsetof(struct ustar, checksum) == 148 && offsetof(struct ustar, prefix) == 345);

/* What a header says, in numbers. */
struct entry {
    unsigned long mode, size, time;
    struct {
        int year, month, day, hour, minute;
    } date;
};

static int columns = COLUMNS_MIN;

/* Fills the block; false at the end of input. */
static bool read_block(int descriptor, union block *block) {
    size_t filled = 0;
    while (filled < BLOCK_BYTES) {
        ssize_t size = read(descriptor, block->bytes + filled, BLOCK_BYTES - filled);
        if (size <= 0)
            return false;
        filled += (size_t)size;
    }
    return true;
}

static bool is_zero(const union block *block) {
    for (int i = 0; i < BLOCK_BYTES; i++)
        if (block->bytes[i] != 0)
            return false;
    return true;
}

static unsigned long parse_octal(const char *__counted_by(size) field, size_t size) {
    unsigned long value = 0;
    size_t i = 0;
    while (i < size && field[i] == ' ')
        i++;
    for (; i < size && field[i] >= '0' && field[i] <= '7'; i++)
        value = value * 8 + (unsigned long)(field[i] - '0');
    return value;
}

/* The sum of the header's bytes, those of the checksum itself counted as spaces. */
static bool is_header(const union block *block) {
    const size_t start = offsetof(struct ustar, checksum), end = start + sizeof block->header.checksum;
    unsigned long sum = 0;
    for (size_t i = 0; i < sizeof block->bytes; i++)
        sum += i >= start && i < end ? ' ' : block->bytes[i];
    return sum == parse_octal(block->header.checksum, sizeof block->header.checksum);
}

/* The date of a day counted from 1970-01-01, by way of years that begin in March. */
static struct entry with_date(struct entry entry) {
    long days = (long)(entry.time / 86400) + 719468;
    int minutes = (int)(entry.time % 86400 / 60);
    long era = days / 146097, day_of_era = days % 146097;
    long year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    long month = (5 * day_of_year + 2) / 153;
    entry.date.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    entry.date.month = (int)(month < 10 ? month + 3 : month - 9);
    entry.date.year = (int)(year + era * 400 + (entry.date.month <= 2));
    entry.date.hour = minutes / 60;
    entry.date.minute = minutes % 60;
    return entry;
}

static struct entry read_entry(const struct ustar *header) {
    struct entry entry = {
        .mode = parse_octal(header->mode, sizeof header->mode),
        .size = parse_octal(header->size, sizeof header->size),
        .time = parse_octal(header->time, sizeof header->time),
    };
    return with_date(entry);
}

static void print_mode(char type, unsigned long mode) {
    static const struct {
        char type, letter;
    } letters[] = {{'1', 'h'}, {'2', 'l'}, {'3', 'c'}, {'4', 'b'}, {'5', 'd'}, {'6', 'p'}};
    static const char rights[] = "rwxrwxrwx";
    char letter = '-';
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if (letters[i].type == type)
            letter = letters[i].letter;
    putchar(letter);
    for (int i = 0; i < 9; i++)
        putchar((mode >> (8 - i) & 1) != 0 ? rights[i] : '-');
}

/* A field that ends with a zero byte only if there is room for one. Returns its length. */
static int field_length(const char *__counted_by(size) field, size_t size) {
    int length = 0;
    while ((size_t)length < size && field[length] != '\0')
        length++;
    return length;
}

static void print_field(const char *__counted_by(size) field, size_t size) {
    int length = field_length(field, size);
    for (int i = 0; i < length; i++)
        putchar(field[i]);
}

static int digits(unsigned long value) {
    int count = 1;
    while (value >= 10) {
        value /= 10;
        count++;
    }
    return count;
}

static void print_entry(const struct ustar *header, struct entry entry) {
    print_mode(header->type, entry.mode);
    putchar(' ');
    print_field(header->user, sizeof header->user);
    putchar('/');
    print_field(header->group, sizeof header->group);
    int owner = field_length(header->user, sizeof header->user) + 1 +
                field_length(header->group, sizeof header->group);
    if (owner + 1 + digits(entry.size) > columns)
        columns = owner + 1 + digits(entry.size);
    printf("%*lu %04d-%02d-%02d %02d:%02d ", columns - owner, entry.size, entry.date.year, entry.date.month,
           entry.date.day, entry.date.hour, entry.date.minute);
    if (header->prefix[0] != '\0') {
        print_field(header->prefix, sizeof header->prefix);
        putchar('/');
    }
    print_field(header->name, sizeof header->name);
    if (header->type == '1' || header->type == '2') {
        fputs(header->type == '1' ? " link to " : " -> ", stdout);
        print_field(header->link, sizeof header->link);
    }
    putchar('\n');
}

static int complain(const char *what) {
    fflush(stdout);
    fputs("tarls: ", stderr);
    fputs(what, stderr);
    fputs("\n", stderr);
    return 1;
}

static int list(int descriptor) {
    union block block;
    while (read_block(descriptor, &block)) {
        if (is_zero(&block))
            return 0;
        if (!is_header(&block))
            return complain("this is no header of a tar archive");
        struct entry entry = read_entry(&block.header);
        print_entry(&block.header, entry);
        for (unsigned long at = 0; at < entry.size; at += BLOCK_BYTES)
            if (!read_block(descriptor, &block))
                return complain("the archive ends in the middle of a file");
    }
    return complain("the archive has no end");
}

int main(void) {
    static char name[NAME_BYTES];
    if (argument_copy(1, name, sizeof name) < 0)
        return list(STDIN_FILENO);
    int descriptor = open(name, O_RDONLY);
    if (descriptor < 0) {
        fputs("tarls: ", stderr);
        perror(name);
        return 1;
    }
    int status = list(descriptor);
    close(descriptor);
    return status;
}
