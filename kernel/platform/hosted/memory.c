/* Memory on Linux: windows are reserved without access, then committed page by page.
 *
 * W^X: when text becomes executable its bytes move into a memfd that is sealed against writing for good, and
 * a shared mapping of it replaces the writable one. From then on Linux itself refuses to make that memory
 * writable, whoever asks; but not under a debugger, which must be able to set breakpoints. */
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <fcntl.h>
#include <unistd.h>

#include <vouch/format.h>

#include "../platform.h"
#include "hosted.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010u /* Linux 6.3; refused by older kernels, where every memfd may be executed */
#endif

static int text_sharing = MAP_SHARED;

bool hosted_start_memory(bool is_debugged) {
    /* Breakpoints are instructions that a debugger writes, to which Linux gives it a page of its own if the mapping is
     * private. Whoever traces this process can change anything in it anyway. */
    if (is_debugged)
        text_sharing = MAP_PRIVATE;
    /* A null pointer plus a small offset must fault. Where even mapping these pages is forbidden to us,
     * nothing else can come to lie there either. */
    char *const guard = (char *)VX_PAGE_SIZE;
    void *got = mmap(guard, VX_NULL_GUARD_BYTES - VX_PAGE_SIZE, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    return got == guard || (got == MAP_FAILED && (errno == EPERM || errno == EACCES));
}

void *platform_memory_reserve(size_t bytes) {
    void *address = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return address == MAP_FAILED ? nullptr : address;
}

bool platform_memory_commit(void *address, size_t bytes) {
    return mmap(address, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
           MAP_FAILED;
}

static bool write_all(int file, const char *bytes, size_t count) {
    while (count > 0) {
        const ssize_t written = write(file, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

static bool seal_executable(void *address, size_t bytes) {
    int file = memfd_create("vouch-text", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    if (file < 0 && errno == EINVAL)
        file = memfd_create("vouch-text", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0)
        return false;
    const bool done =
        write_all(file, address, bytes) &&
        fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0 &&
        mmap(address, bytes, PROT_READ | PROT_EXEC, text_sharing | MAP_FIXED, file, 0) != MAP_FAILED;
    close(file);
    return done;
}

bool platform_memory_protect(void *address, size_t bytes, enum platform_rights rights) {
    switch (rights) {
    case PLATFORM_READ:
        return mprotect(address, bytes, PROT_READ) == 0;
    case PLATFORM_READ_WRITE:
        return mprotect(address, bytes, PROT_READ | PROT_WRITE) == 0;
    case PLATFORM_READ_EXECUTE:
        return seal_executable(address, bytes);
    }
    platform_panic("memory rights that do not exist");
}

void platform_memory_release(void *address, size_t bytes) {
    if (munmap(address, bytes) != 0)
        platform_panic("releasing memory that is not mapped");
}

void *platform_memory_allocate(size_t bytes) {
    void *address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return address == MAP_FAILED ? nullptr : address;
}

void platform_memory_free(void *address, size_t bytes) {
    platform_memory_release(address, bytes);
}
