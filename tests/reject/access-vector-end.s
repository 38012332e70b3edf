#! attack: sixteen bytes at a time, up to an end that is a multiple of eight only
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program access-vector-end
object data, table, 40
    .long 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $40, %esi
    xorl %edx, %edx
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l,l"
    movq %rsi, %rcx
.ifdef TWIN
    andq $-16, %rcx
.else
    andq $-8, %rcx
.endif
    je .Lend
    xorl %eax, %eax
.Lagain:
.Lattack:
    movdqu (%rdi,%rax), %xmm0
    addq $16, %rax
    cmpq %rcx, %rax
    jne .Lagain
.Lend:
    xorl %eax, %eax
    ret
    end f
