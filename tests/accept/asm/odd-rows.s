#! shows: rows of a size that is no power of two
#! status: 15
.include "vx.inc"
program odd-rows
object rodata, table, 15
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
start f, 2, 4
function f, "i:l,l"
    leaq table(%rip), %rcx
    cmpq $3, %rdi
    jae .Lrow
    cmpq $5, %rsi
    jae .Lcolumn
    leaq (%rdi,%rdi,4), %rax
    addq %rsi, %rax
    movzbl (%rcx,%rax), %eax
    ret
.Lrow:
    ud1q 3(%rdi), %rax
.Lcolumn:
    ud1q 5(%rsi), %rax
    end f
