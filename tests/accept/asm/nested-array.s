#! shows: two checked indexes into an array of arrays
#! status: 24
.include "vx.inc"
program nested-array
object rodata, table, 96
    .long 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24
start f, 2, 7
function f, "i:l,l"
    leaq table(%rip), %rcx
    cmpq $3, %rdi
    jae .Lrow
    cmpq $8, %rsi
    jae .Lcolumn
    shlq $5, %rdi
    addq %rdi, %rcx
    movl (%rcx,%rsi,4), %eax
    ret
.Lrow:
    ud1q 3(%rdi), %rax
.Lcolumn:
    ud1q 8(%rsi), %rax
    end f
