/* The services, one function each, called by the thunks of enter.S on the kernel's stack.
 *
 * The verifier has shown that a reference argument covers its count; that is checked here once more against
 * the process's window, and a violation is a bug of ours. All other arguments (descriptors, indices, flags)
 * may be anything and are answered with an error. Errors are negative numbers of errors.h. */
#include "service.h"

#include <vouch/clocks.h>
#include <vouch/errors.h>

#include "../platform/platform.h"
#include "kernel_assert.h"
#include "memory_functions.h"
#include "process.h"
#include "scheduler.h"
#include "service_check.h"
#include "session.h"

enum {
    DESCRIPTOR_INPUT = 0,
    DESCRIPTOR_OUTPUT = 1,
    DESCRIPTOR_ERROR = 2,
    PATH_BYTES_MAX = 4095,
    OPEN_READ_ONLY = 0,
};

/* Called by thunks only; each is declared here as services.def describes it. */
[[noreturn]] void service_exit(int status);
int64_t service_write(int descriptor, const void *bytes, uint64_t count);
int64_t service_read(int descriptor, void *bytes, uint64_t count);
int service_open(const char *path, uint64_t path_bytes, int flags);
int service_close(int descriptor);
int64_t service_seek(int descriptor, int64_t offset, int whence);
int64_t service_clock(int which);
int service_argument_count(void);
int64_t service_argument_copy(int index, char *buffer, uint64_t bytes);

/* The entry for an open file's descriptor, or null. */
static int *find_file(int descriptor) {
    if (descriptor < PROCESS_FIRST_FILE || descriptor >= PROCESS_FIRST_FILE + PROCESS_FILES_MAX)
        return nullptr;
    int *file = &process_current->files[descriptor - PROCESS_FIRST_FILE];
    return *file >= 0 ? file : nullptr;
}

void service_exit(int status) {
    scheduler_exit(status);
}

int64_t service_write(int descriptor, const void *bytes, uint64_t count) {
    if (!service_check_reference((uint64_t)bytes, count, false))
        return -VOUCH_ENOMEM;
    if (descriptor != DESCRIPTOR_OUTPUT && descriptor != DESCRIPTOR_ERROR)
        return -VOUCH_EBADF;
    if (count == 0)
        return 0;
    return platform_console_write(descriptor == DESCRIPTOR_OUTPUT ? PLATFORM_OUTPUT : PLATFORM_ERROR, bytes,
                                  count);
}

int64_t service_read(int descriptor, void *bytes, uint64_t count) {
    if (!service_check_reference((uint64_t)bytes, count, true))
        return -VOUCH_ENOMEM;
    const int *file = find_file(descriptor);
    if (!file && descriptor != DESCRIPTOR_INPUT)
        return -VOUCH_EBADF;
    if (count == 0)
        return 0;
    if (file)
        return platform_file_read(*file, bytes, count);
    if (process_count() > 1 && session_input_waits())
        scheduler_read((uint64_t)bytes, count);
    return session_read_input(bytes, count);
}

int service_open(const char *path, uint64_t path_bytes, int flags) {
    if (!service_check_reference((uint64_t)path, path_bytes, false))
        return -VOUCH_ENOMEM;
    if (flags != OPEN_READ_ONLY)
        return -VOUCH_EROFS;
    if (path_bytes == 0)
        return -VOUCH_ENOENT;
    if (path_bytes > PATH_BYTES_MAX)
        return -VOUCH_ENAMETOOLONG;
    for (uint64_t i = 0; i < path_bytes; i++)
        if (path[i] == '\0')
            return -VOUCH_EINVAL;

    for (int i = 0; i < PROCESS_FILES_MAX; i++) {
        int *file = &process_current->files[i];
        if (*file >= 0)
            continue;
        const int handle = platform_file_open(path, path_bytes);
        if (handle < 0)
            return handle;
        *file = handle;
        return PROCESS_FIRST_FILE + i;
    }
    return -VOUCH_EMFILE;
}

int service_close(int descriptor) {
    int *file = find_file(descriptor);
    if (!file)
        return -VOUCH_EBADF;
    platform_file_close(*file);
    *file = -1;
    return 0;
}

int64_t service_seek(int descriptor, int64_t offset, int whence) {
    const int *file = find_file(descriptor);
    if (!file)
        return descriptor >= DESCRIPTOR_INPUT && descriptor <= DESCRIPTOR_ERROR ? -VOUCH_ESPIPE
                                                                                : -VOUCH_EBADF;
    if (whence < 0 || whence > 2)
        return -VOUCH_EINVAL;
    return platform_file_seek(*file, offset, whence);
}

int64_t service_clock(int which) {
    switch (which) {
    case VOUCH_CLOCK_MONOTONIC:
        return (int64_t)scheduler_time();
    case VOUCH_CLOCK_WALL:
        return (int64_t)platform_wall_ns();
    default:
        return -VOUCH_EINVAL;
    }
}

int service_argument_count(void) {
    return (int)process_current->argument_count;
}

/* Argument `index` of the running process, which has that many. */
static struct kernel_argument find_argument(uint32_t index) {
    const struct process *process = process_current;
    if (process->arguments)
        return process->arguments[index];
    const char *const block = (const char *)process->stack_top;
    uint32_t start = 0, end = 0;
    for (uint32_t number = 0;; number++, start = ++end) {
        while (end < process->argument_bytes && block[end] != '\0')
            end++;
        kernel_assert(end < process->argument_bytes);
        if (number == index)
            return (struct kernel_argument){.text = block + start, .bytes = end - start};
    }
}

int64_t service_argument_copy(int index, char *buffer, uint64_t bytes) {
    if (!service_check_reference((uint64_t)buffer, bytes, true))
        return -VOUCH_ENOMEM;
    if (index < 0 || (uint32_t)index >= process_current->argument_count)
        return -VOUCH_EINVAL;
    const struct kernel_argument argument = find_argument((uint32_t)index);
    const size_t copied = bytes < argument.bytes ? bytes : argument.bytes;
    if (copied > 0)
        memcpy(buffer, argument.text, copied);
    return (int64_t)argument.bytes;
}

bool service_check_reference(uint64_t reference, uint64_t bytes, bool writable) {
    kernel_assert(process_current);
    kernel_assert(bytes == 0 || process_owns(process_current, reference, bytes, writable));
    return process_touch(process_current, reference, bytes);
}

/* For enter.S, in the order of services.def: does a service's result go into rdx too, as COUNTED and INDEXED ones
 * do? All ones or 0. */
#define SERVICE(name, class, signature, why)                                                                 \
    (signature)[0] == 'c' || (signature)[0] == 'C' || __builtin_strchr(signature, '+') ? UINT64_MAX : 0,
extern const uint64_t service_second_results[];
const uint64_t service_second_results[] = {
#include "../services.def"
};
#undef SERVICE

#define SERVICE(name, class, signature, why) extern const char service_thunk_##name[];
#include "../services.def"
#undef SERVICE

uint64_t service_address(const char *name) {
    static const struct {
        const char *name, *thunk;
    } thunks[] = {
#define SERVICE(name, class, signature, why) {#name, service_thunk_##name},
#include "../services.def"
#undef SERVICE
    };
    for (unsigned i = 0; i < sizeof thunks / sizeof *thunks; i++) {
        unsigned at = 0;
        while (at < VX_NAME_BYTES && name[at] == thunks[i].name[at] && name[at] != '\0')
            at++;
        if (at < VX_NAME_BYTES && name[at] == '\0' && thunks[i].name[at] == '\0')
            return (uint64_t)thunks[i].thunk;
    }
    return 0;
}
