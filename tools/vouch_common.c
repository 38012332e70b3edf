/* What the commands share: reading files within bounds, and messages. */
#include "vouch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 1 << 30, FIRST_BUFFER_BYTES = 1 << 16 };

void print_error(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("vouch: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

struct style style_of(FILE *stream) {
    const char *no_colour = getenv("NO_COLOR");
    if ((no_colour && *no_colour) || !isatty(fileno(stream)))
        return (struct style){"", "", "", "", ""};
    return (struct style){"\033[1m", "\033[1;31m", "\033[32m", "\033[2m", "\033[0m"};
}

void print_reason(FILE *stream, const char *name, const char *reason) {
    const int first_word = (int)strcspn(reason, " ");
    const struct style style = style_of(stream);
    fprintf(stream, "%s%s:%s %s%.*s%s%s\n", style.bold, name, style.plain, style.red, first_word, reason,
            style.plain, reason + first_word);
}

void print_backtrace(FILE *stream, const char *lines) {
    for (size_t length; *lines; lines += length) {
        length = strcspn(lines, "\n") + 1;
        fprintf(stream, "    %.*s", (int)length, lines);
    }
}

/* Read to the end of `descriptor`. The size need not be known beforehand: pipes are welcome. */
static bool read_all(int descriptor, size_t expected_bytes, struct file *file) {
    size_t room = expected_bytes + 1 > FIRST_BUFFER_BYTES ? expected_bytes + 1 : FIRST_BUFFER_BYTES;
    file->count = 0;
    file->bytes = malloc(room);
    while (file->bytes) {
        const ssize_t got = read(descriptor, (char *)file->bytes + file->count, room - file->count);
        if (got == 0)
            return true;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            break;
        file->count += (size_t)got;
        if (file->count > FILE_BYTES_MAX) {
            errno = EFBIG;
            break;
        }
        if (file->count < room)
            continue;
        room *= 2;
        void *larger = realloc(file->bytes, room);
        if (!larger)
            break;
        file->bytes = larger;
    }
    const int reason = errno;
    free(file->bytes);
    file->bytes = nullptr;
    errno = reason;
    return false;
}

bool file_read(const char *path, struct file *file) {
    *file = (struct file){nullptr, 0};
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        print_error("%s: %s", path, strerror(errno));
        return false;
    }
    struct stat status;
    bool done = false;
    if (fstat(descriptor, &status) != 0)
        print_error("%s: %s", path, strerror(errno));
    else if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode))
        print_error("%s: not a regular file", path);
    else if (status.st_size > FILE_BYTES_MAX)
        print_error("%s: larger than 1 GiB", path);
    else if (!read_all(descriptor, S_ISREG(status.st_mode) ? (size_t)status.st_size : 0, file))
        print_error("%s: %s", path, errno == EFBIG ? "larger than 1 GiB" : strerror(errno));
    else
        done = true;
    close(descriptor);
    return done;
}

void file_release(struct file *file) {
    free(file->bytes);
    file->bytes = nullptr;
}
