/* What our standard library needs below it when plain clang compiles it, for `make bench`: a start, the
 * services as Linux system calls. A call of printf is one of the library's function here, which interprets the format. */
#include <stddef.h>

enum { CALL_READ = 0, CALL_WRITE = 1, CALL_OPEN = 2, CALL_CLOSE = 3, CALL_EXIT = 231 };

static long count;
static char **arguments;

int _start(void);
void native_start(long *stack);

static long call(long number, long a, long b, long c) {
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
}

__asm__(".globl native_entry\n"
        "native_entry:\n"
        "    mov %rsp, %rdi\n"
        "    and $-16, %rsp\n"
        "    call native_start\n");

[[gnu::used]] void native_start(long *stack) {
    count = stack[0];
    arguments = (char **)(stack + 1);
    _start();
}

[[noreturn]] void __service_exit(int status) {
    for (;;)
        call(CALL_EXIT, status, 0, 0);
}

long __service_write(int descriptor, const void *bytes, size_t size) {
    return call(CALL_WRITE, descriptor, (long)bytes, (long)size);
}

long __service_read(int descriptor, void *buffer, size_t size) {
    return call(CALL_READ, descriptor, (long)buffer, (long)size);
}

int __service_open(const void *path, size_t path_bytes, int flags) {
    (void)path_bytes; /* the library's paths are terminated */
    return (int)call(CALL_OPEN, (long)path, flags, 0);
}

int __service_close(int descriptor) {
    return (int)call(CALL_CLOSE, descriptor, 0, 0);
}

int __service_argument_count(void) {
    return (int)count;
}

long __service_argument_copy(int index, void *buffer, size_t size) {
    if (index < 0 || index >= count)
        return -1;
    size_t length = 0;
    for (; arguments[index][length] != 0; length++) {
        if (length < size)
            ((char *)buffer)[length] = arguments[index][length];
    }
    return (long)length;
}
