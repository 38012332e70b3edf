#! shows: a loop that counts down and ends at zero
#! status: 55
.include "vx.inc"
program count-down
object rodata, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f
function f, "i:v"
    leaq table(%rip), %rcx
    xorl %eax, %eax
    movl $10, %edx
.Lturn:
    subq $1, %rdx
    movzbl (%rcx,%rdx), %esi
    addl %esi, %eax
    testq %rdx, %rdx
    jne .Lturn
    ret
    end f
