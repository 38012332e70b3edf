#! shows: two signed comparisons, at least zero and less than the length
#! status: 4
.include "vx.inc"
program signed-check
object rodata, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    testq %rdi, %rdi
    js .Lpad
    cmpq $10, %rdi
    jge .Lpad
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
