/* The process's console on Linux: our own standard input, output and error, unbuffered. The flags of these
 * descriptors are the user's and stay as they are; a non-blocking one is waited for. */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "../platform.h"

/* After a failed call: true if it should be tried again, once the descriptor is ready. */
static bool wait_again(int descriptor, short events) {
    if (errno == EINTR)
        return true;
    if (errno != EAGAIN)
        return false;
    struct pollfd ready = {.fd = descriptor, .events = events};
    return poll(&ready, 1, -1) >= 0 || errno == EINTR;
}

ptrdiff_t platform_console_write(enum platform_stream stream, const void *bytes, size_t count) {
    const int descriptor = stream == PLATFORM_OUTPUT ? STDOUT_FILENO : STDERR_FILENO;
    size_t written = 0;
    while (written < count) {
        const ssize_t now = write(descriptor, (const char *)bytes + written, count - written);
        if (now >= 0)
            written += (size_t)now;
        else if (!wait_again(descriptor, POLLOUT))
            return -errno;
    }
    return (ptrdiff_t)count;
}

ptrdiff_t platform_console_read(void *bytes, size_t count) {
    for (;;) {
        const ssize_t got = read(STDIN_FILENO, bytes, count);
        if (got >= 0)
            return got;
        if (!wait_again(STDIN_FILENO, POLLIN))
            return -errno;
    }
}

bool platform_console_ready(void) {
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&ready, 1, 0) != 0; /* an error is something that a read will tell */
}

void platform_wait(uint64_t until, bool input) {
    const uint64_t now = platform_time_ns();
    if (until <= now)
        return;
    const uint64_t left = until - now;
    const struct timespec limit = {.tv_sec = (time_t)(left / 1000000000u),
                                   .tv_nsec = (long)(left % 1000000000u)};
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    ppoll(&ready, input ? 1 : 0, until == UINT64_MAX ? nullptr : &limit, nullptr);
}

void platform_log(const char *text, size_t count) {
    /* Nobody is left to tell if standard error cannot be written. */
    (void)platform_console_write(PLATFORM_ERROR, text, count);
}

void platform_verdict(const char *line, size_t count) {
    (void)line, (void)count; /* no tool has booted us */
}
