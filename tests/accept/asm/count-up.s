#! shows: a loop bounded by its own comparison, without a check inside
#! status: 55
.include "vx.inc"
program count-up
object rodata, table, 40
    .long 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f
function f, "i:v"
    leaq table(%rip), %rcx
    xorl %eax, %eax
    xorl %edx, %edx
.Lturn:
    addl (%rcx,%rdx,4), %eax
    addq $1, %rdx
    cmpq $10, %rdx
    jb .Lturn
    ret
    end f
