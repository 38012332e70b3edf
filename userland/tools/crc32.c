/* crc32: prints the CRC-32 of files, the one of Ethernet, gzip and zlib (polynomial 0x04c11db7, reflected).
 *
 *     crc32 [FILE]...        standard input if no file is named, or for the file "-" */
#include <fcntl.h>
#include <ptrcheck.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <vouch/arguments.h>

#define BUFFER_BYTES 16384
#define NAME_BYTES 4096
#define POLYNOMIAL 0xedb88320u

/* The remainder of each byte. */
static uint32_t table[256];
static unsigned char buffer[BUFFER_BYTES];
static char name[NAME_BYTES];
static int status;

static void make_table(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t remainder = byte;
        for (int bit = 0; bit < 8; bit++)
            remainder = (remainder & 1) != 0 ? remainder >> 1 ^ POLYNOMIAL : remainder >> 1;
        table[byte] = remainder;
    }
}

static uint32_t add_bytes(uint32_t remainder, const unsigned char *__counted_by(size) data, size_t size) {
    for (size_t i = 0; i < size; i++)
        remainder = table[(remainder ^ data[i]) & 0xff] ^ remainder >> 8;
    return remainder;
}

static void complain(const char *what) {
    fflush(stdout);
    fputs("crc32: ", stderr);
    perror(what);
    status = 1;
}

static void check_file(const char *file) {
    bool standard_input = strcmp(file, "-") == 0;
    int descriptor = standard_input ? STDIN_FILENO : open(file, O_RDONLY);
    if (descriptor < 0) {
        complain(file);
        return;
    }
    uint32_t remainder = 0xffffffff;
    ssize_t size = read(descriptor, buffer, BUFFER_BYTES);
    while (size > 0) {
        remainder = add_bytes(remainder, buffer, (size_t)size);
        size = read(descriptor, buffer, BUFFER_BYTES);
    }
    if (size == 0)
        printf("%08x  %s\n", remainder ^ 0xffffffff, file);
    else
        complain(file);
    if (!standard_input)
        close(descriptor);
}

int main(void) {
    int count = argument_count();
    make_table();
    if (count <= 1)
        check_file("-");
    for (int i = 1; i < count; i++) {
        if (argument_copy(i, name, NAME_BYTES) >= NAME_BYTES) {
            fputs("crc32: an argument is too long\n", stderr);
            status = 1;
        } else {
            check_file(name);
        }
    }
    return status;
}
