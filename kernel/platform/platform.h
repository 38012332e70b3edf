/* What the kernel runs on. Two columns of same-named files implement this header: pc (GRUB, ring 0) and
 * hosted (a Linux process). Nothing in kernel/core/ knows which. There is one CPU. */
#ifndef KERNEL_PLATFORM_H
#define KERNEL_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum platform_rights {
    PLATFORM_READ, /* read only */
    PLATFORM_READ_WRITE,
    PLATFORM_READ_EXECUTE, /* of shared memory only */
};

/* Reserve a page-aligned range of addresses, nothing mapped in it (any access faults). Null if there is no
 * room. */
void *platform_memory_reserve(size_t bytes);
/* Map zeroed, private, writable memory at [address, address + bytes) inside a reserved range; nothing but what
 * platform_memory_prepare has done may be there. False if out of memory. */
bool platform_memory_commit(void *address, size_t bytes);
/* [address, address + bytes) will hold private, writable memory, part of which is committed later or when it is first
 * touched. A platform that has memory on touch makes it one mapping now; the other asks kernel_touch, which commits
 * (see below). False on failure. */
bool platform_memory_prepare(void *address, size_t bytes);
/* Commit what is not of a prepared range. False if memory is out. */
bool platform_memory_touch(void *address, size_t bytes);
/* Give back the memory of a committed or prepared range; the range is prepared, and zero when touched again. */
void platform_memory_discard(void *address, size_t bytes);
/* Change the rights of committed private memory to PLATFORM_READ or back. False on failure. */
bool platform_memory_protect(void *address, size_t bytes, enum platform_rights rights);
/* Give back a whole reserved range and all that is mapped in it. */
void platform_memory_release(void *address, size_t bytes);
/* Zeroed working memory for the kernel itself (file copies, the verifier's arena); null if there is none. */
void *platform_memory_allocate(size_t bytes);
void platform_memory_free(void *address, size_t bytes);

/* Memory that many windows map. Created writable at `bytes` for the kernel to fill, then sealed: from then on no
 * mapping of it can be written, and `bytes` is not to be touched. Mapped at page-aligned offsets, for reading or
 * execution, into reserved ranges where nothing is committed; these are released before it is. W^X: it is never
 * writable and executable. False on failure; what was created is released in any case. */
struct platform_share {
    void *bytes; /* zeroed */
    size_t count;
    int file; /* hosted only */
};
bool platform_share_create(struct platform_share *share, size_t count);
bool platform_share_seal(struct platform_share *share);
bool platform_share_map(const struct platform_share *share, size_t offset, void *address, size_t bytes,
                        enum platform_rights rights);
void platform_share_release(struct platform_share *share);

/* The process's console: standard output and standard error (pc: both on the one serial line). Writes all
 * bytes and returns `count`, or -errno. Read waits for at least one byte; 0 is end of input, else -errno. */
enum platform_stream { PLATFORM_OUTPUT, PLATFORM_ERROR };
ptrdiff_t platform_console_write(enum platform_stream stream, const void *bytes, size_t count);
ptrdiff_t platform_console_read(void *bytes, size_t count);
/* The kernel's own messages to a person (one line, newline and the prefix "vouch: " included by the caller).
 */
void platform_log(const char *text, size_t count);
/* One framed verdict line without its newline, for the tool that booted us: port 0xE9 on pc, nothing hosted.
 */
void platform_verdict(const char *line, size_t count);

/* Files a program may read: the host's under --root when hosted, files.tar on pc. Path is not NUL terminated.
 * Returns a handle >= 0 or -errno. Read returns bytes, 0 at the end, or -errno. */
int platform_file_open(const char *path, size_t path_bytes);
ptrdiff_t platform_file_read(int handle, void *bytes, size_t count);
/* Where the next read begins, in bytes from the start (whence 0), from where it is (1), or from the end (2). Returns
 * that from the start, or -errno. Behind the end is allowed. */
int64_t platform_file_seek(int handle, int64_t offset, int whence);
void platform_file_close(int handle);

/* What a fault handler hands to the core (kernel_fault). Registers in the order of x86 encoding, rax first.
 */
enum platform_fault { FAULT_DIVIDE, FAULT_ILLEGAL, FAULT_MEMORY, FAULT_OTHER };
struct platform_trap {
    enum platform_fault fault;
    uint64_t address; /* FAULT_MEMORY: what was accessed */
    uint64_t instruction_pointer;
    uint64_t registers[16];
};

/* An accepted file has been laid out with its text at `text`; it is about to be released again. For debuggers of the
 * platform's; does nothing on pc. */
void platform_image_placed(const void *file, size_t bytes, const void *text);
void platform_image_removed(const void *text);

/* Monotonic time. */
uint64_t platform_time_ns(void);
/* Nanoseconds since 1970-01-01 00:00 UTC. */
uint64_t platform_wall_ns(void);
/* How long this machine has worked; hosted, time that Linux gave to others does not count. */
uint64_t platform_work_ns(void);
/* Does an FXSAVE area hold all that the kernel's code at this address may have in vector registers? */
bool platform_saves_all(uint64_t instruction_pointer);
/* Is there input for platform_console_read to give without waiting, its end included? */
bool platform_console_ready(void);
/* Wait until platform_time_ns is `until`, or, if `input`, platform_console_ready; or a while less. */
void platform_wait(uint64_t until, bool input);
/* From now on call kernel_tick every PLATFORM_TICK_NS, or no longer. */
#define PLATFORM_TICK_NS 1000000u
void platform_tick(bool on);

/* End the machine or the host process; `status` is the host process's exit status. */
[[noreturn]] void platform_stop(int status);
/* A bug of the kernel's own: say so with registers where known, then stop. */
[[noreturn]] void platform_panic(const char *text);

/* The general registers in the order of x86 encoding, and the rest of what an interrupt saves. enter.S relies on it.
 */
struct platform_registers {
    uint64_t general[16];
    uint64_t rip, rflags;
};

/* core -> platform contract: what the platform calls, defined in core.
 * kernel_fault: called from a fault handler, on the handler's own stack. True: the fault was raised by
 * verified code (RIP in the running process's text) and its end is recorded; the handler then continues in
 * kernel_leave (it sets only RIP to it; kernel_leave finds its stack by itself and needs no register, but DF
 * clear on any stack). False: a bug of the kernel's, so the platform panics. */
bool kernel_fault(const struct platform_trap *trap);
[[noreturn]] void kernel_leave(void);
/* Called from the tick's handler, likewise, wherever it has interrupted. True: that was verified code, and others are
 * to run: its registers and `vectors` (as FXSAVE stores them) are saved, and the handler continues in kernel_leave. */
bool kernel_tick(const struct platform_registers *registers, const void *vectors);
/* Called likewise after each instruction of a context whose flags have the trap flag, PLATFORM_TRAP_FLAG. */
#define PLATFORM_TRAP_FLAG 0x100u
enum kernel_step {
    KERNEL_STEP_AGAIN,   /* after the next one too */
    KERNEL_STEP_NO_MORE, /* the handler clears the flag */
    KERNEL_STEP_LEAVE,   /* and continues in kernel_leave */
};
enum kernel_step kernel_step(const struct platform_registers *registers, const void *vectors);
/* Called from the handler of a fault at an address where nothing is committed. True: memory has been committed there,
 * and the instruction is to be tried again. */
bool kernel_touch(uint64_t address);

#endif
