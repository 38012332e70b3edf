#! shows: a loop up to an end that is a parameter
#! status: 55
.include "vx.inc"
program end-index
object rodata, table, 80
    .quad 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $10, %esi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1*8,l"
    xorl %eax, %eax
    xorl %ecx, %ecx
    jmp .Ltest
.Lturn:
    addq (%rdi,%rcx,8), %rax
    incq %rcx
.Ltest:
    cmpq %rsi, %rcx
    jb .Lturn
    ret
    end f
