#! attack: uses a reference to an object of the frame after rsp has risen over it and fallen again
#! rule: R2 ACCESS_BASE
#! at: *
.include "vx.inc"
program published-reference-risen
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    pushq %rbx
    subq $16, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    leaq (%rsp), %rdi
    call f
    movq %rax, %rbx
.ifndef TWIN
    addq $16, %rsp
    subq $16, %rsp
.endif
.Lattack:
    movq (%rbx), %rax
    xorl %eax, %eax
    addq $16, %rsp
    popq %rbx
    ret
    end _start
function f, "O#0:O#0^"
    movq %rdi, %rax
    ret
    end f
