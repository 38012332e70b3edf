/* What our standard library needs below it when plain clang compiles it, for `make bench`: a start, the
 * services as Linux system calls, and printf, which vcc turns into calls of the functions in <vouch/print.h>.
 *
 * Only so much of printf as the measured programs use; what they print is not what is measured. */
#include <stdarg.h>
#include <stddef.h>

#include <vouch/print.h>

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

static int read_number(const char **format, va_list *list) {
    int number = 0;
    if (**format == '*') {
        ++*format;
        return va_arg(*list, int);
    }
    for (; **format >= '0' && **format <= '9'; ++*format)
        number = number * 10 + (**format - '0');
    return number;
}

/* A conversion from behind its '%' on; leaves *format behind it. */
static int convert(const char **format, va_list *list) {
    int flags = 0, longs = 0, precision = -1;
    for (; **format == '0' || **format == '-'; ++*format)
        flags |= **format == '0' ? PRINT_ZERO : PRINT_LEFT;
    const int width = read_number(format, list);
    if (**format == '.') {
        ++*format;
        precision = read_number(format, list);
    }
    for (; **format == 'l' || **format == 'z'; ++*format)
        longs++;
    const char kind = *(*format)++;
    switch (kind) {
    case 'd':
        return __print_signed(longs ? va_arg(*list, long) : va_arg(*list, int), flags, width, precision);
    case 'u':
        return __print_unsigned(longs ? va_arg(*list, unsigned long) : va_arg(*list, unsigned),
                                flags | PRINT_DECIMAL, width, precision);
    case 'x':
        return __print_unsigned(longs ? va_arg(*list, unsigned long) : va_arg(*list, unsigned),
                                flags | PRINT_HEX, width, precision);
    case 'c':
        return __print_char(va_arg(*list, int), flags, width);
    case 's':
        return __print_string(va_arg(*list, const char *), flags, width, precision);
    case 'f':
        return __print_float(va_arg(*list, double), flags | PRINT_FIXED, width, precision);
    default:
        __builtin_trap();
    }
}

int printf(const char *format, ...) {
    va_list list;
    int bytes = 0;
    va_start(list, format);
    while (*format != 0) {
        if (*format == '%') {
            format++;
            bytes += convert(&format, &list);
        } else {
            bytes += __print_char(*format++, 0, 0);
        }
    }
    va_end(list);
    return bytes;
}
