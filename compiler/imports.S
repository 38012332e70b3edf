/* The import table's entries, one section for each service, so that the linker keeps those that are used.
 * Code calls service s by `call *__import_s(%rip)`; the loader fills in the addresses. Weak: a program may
 * define entries itself, as the rejection tests do. */
#define SERVICE(name, class, signature, why)                                                                 \
    .section .imports.name, "a", @progbits;                                                                  \
    .balign 8;                                                                                               \
    .weak __import_##name;                                                                                   \
    .hidden __import_##name;                                                                                 \
    .type __import_##name, @object;                                                                          \
    .size __import_##name, 8;                                                                                \
    __import_##name : .quad 0;

#include "../kernel/services.def"

    .section .note.GNU-stack, "", @progbits
