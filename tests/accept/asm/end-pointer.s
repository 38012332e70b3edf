#! shows: a moving pointer compared with one to the end
#! status: 55
.include "vx.inc"
program end-pointer
object rodata, table, 40
    .long 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f
function f, "i:v"
    leaq table(%rip), %rcx
    leaq 40(%rcx), %rdx
    xorl %eax, %eax
.Lturn:
    addl (%rcx), %eax
    addq $4, %rcx
    cmpq %rdx, %rcx
    jb .Lturn
    ret
    end f
