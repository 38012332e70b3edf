#! attack: indexes what was allocated by the length asked for, 2^61 + 1, whose product with 8 is 8
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program allocate-asked-for
import allocate, "At0:t,l"
typedef 0, 8, 8
function _start, "i:v"
    pushq %rbx
    movl $1, %ebx
    shlq $61, %rbx
    addq $1, %rbx
    xorl %edi, %edi
    movq %rbx, %rsi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lnone
.ifdef TWIN
    movq -8(%rax), %rbx
.endif
    movl $5, %ecx
    cmpq %rbx, %rcx
    jae .Lnone
.Lattack:
    movq $1, (%rax,%rcx,8)
.Lnone:
    xorl %eax, %eax
    popq %rbx
    ret
    end _start
