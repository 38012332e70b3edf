/* Memory on Linux: windows are reserved without access, then get rights part by part; Linux commits on touch.
 *
 * W^X: what is executed lies in a memfd, written through a mapping that is gone before the file is sealed against
 * writing for good. From then on Linux itself refuses to make that memory writable, whoever asks; but not under a
 * debugger, which must be able to set breakpoints. Every window of an image maps the same file. A window is five
 * mappings (text, constants, data with heap, guard, stack): Linux allows 65,530 (vm.max_map_count), so nothing here
 * may make a mapping of less than one of these. */
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
    return mprotect(address, bytes, PROT_READ | PROT_WRITE) == 0;
}

bool platform_memory_prepare(void *address, size_t bytes) {
    return mprotect(address, bytes, PROT_READ | PROT_WRITE) == 0;
}

bool platform_memory_touch(void *address, size_t bytes) {
    (void)address, (void)bytes; /* Linux does */
    return true;
}

void platform_memory_discard(void *address, size_t bytes) {
    if (madvise(address, bytes, MADV_DONTNEED) != 0)
        platform_panic("discarding memory that is not mapped");
}

bool platform_memory_protect(void *address, size_t bytes, enum platform_rights rights) {
    if (rights == PLATFORM_READ_EXECUTE)
        platform_panic("private memory cannot be executed");
    return mprotect(address, bytes, rights == PLATFORM_READ ? PROT_READ : PROT_READ | PROT_WRITE) == 0;
}

bool platform_share_create(struct platform_share *share, size_t count) {
    *share = (struct platform_share){.count = count};
    share->file = memfd_create("vouch-image", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    if (share->file < 0 && errno == EINVAL)
        share->file = memfd_create("vouch-image", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (share->file < 0)
        return false;
    if (ftruncate(share->file, (off_t)count) == 0) {
        share->bytes = mmap(nullptr, count, PROT_READ | PROT_WRITE, MAP_SHARED, share->file, 0);
        if (share->bytes != MAP_FAILED)
            return true;
    }
    share->bytes = nullptr;
    platform_share_release(share);
    return false;
}

bool platform_share_seal(struct platform_share *share) {
    platform_memory_release(share->bytes, share->count);
    share->bytes = nullptr;
    if (fcntl(share->file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
        return true;
    platform_share_release(share);
    return false;
}

bool platform_share_map(const struct platform_share *share, size_t offset, void *address, size_t bytes,
                        enum platform_rights rights) {
    if (rights == PLATFORM_READ_WRITE)
        platform_panic("shared memory cannot be written");
    const int protection = rights == PLATFORM_READ_EXECUTE ? PROT_READ | PROT_EXEC : PROT_READ;
    return mmap(address, bytes, protection, text_sharing | MAP_FIXED, share->file, (off_t)offset) !=
           MAP_FAILED;
}

void platform_share_release(struct platform_share *share) {
    if (share->bytes)
        platform_memory_release(share->bytes, share->count);
    close(share->file);
    *share = (struct platform_share){.file = -1};
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
