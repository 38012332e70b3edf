/* One stub for each of the 256 vectors, and what they share: save every general register, call
 * fault_handle with a pointer to struct fault_frame (pc.h), restore, iretq.
 *
 * The vector's IST stack is current here. Stubs are VECTOR_STUB_BYTES apart; descriptors.c relies on it.
 * No handler touches XMM registers (the kernel is compiled without them), so they need no saving. */

#include "layout.h"

    .text
    .balign VECTOR_STUB_BYTES
    .globl vector_stubs
    .type vector_stubs, @function
vector_stubs:
    .set vector, 0
    .rept VECTOR_COUNT
    .balign VECTOR_STUB_BYTES
    /* Vectors for which the processor pushes an error code itself. Intel SDM 3, table 6-1. */
    .if (vector != 8) && (vector != 10) && (vector != 11) && (vector != 12) && (vector != 13) && (vector != 14) && (vector != 17) && (vector != 21) && (vector != 29) && (vector != 30)
    pushq $0
    .endif
    pushq $vector
    jmp vector_common
    .set vector, vector + 1
    .endr
    .size vector_stubs, . - vector_stubs

    .type vector_common, @function
vector_common:
    pushq %r15
    pushq %r14
    pushq %r13
    pushq %r12
    pushq %r11
    pushq %r10
    pushq %r9
    pushq %r8
    pushq %rdi
    pushq %rsi
    pushq %rbp
    pushq $0                                        /* rsp's place: fault_handle fills it in */
    pushq %rbx
    pushq %rdx
    pushq %rcx
    pushq %rax
    cld
    movq %rsp, %rdi
    movq %rsp, %rbx
    andq $-16, %rsp
    call fault_handle
    movq %rbx, %rsp
    popq %rax
    popq %rcx
    popq %rdx
    popq %rbx
    addq $8, %rsp
    popq %rbp
    popq %rsi
    popq %rdi
    popq %r8
    popq %r9
    popq %r10
    popq %r11
    popq %r12
    popq %r13
    popq %r14
    popq %r15
    addq $16, %rsp
    iretq
    .size vector_common, . - vector_common

    .section .note.GNU-stack, "", @progbits
