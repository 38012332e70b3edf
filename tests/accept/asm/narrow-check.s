#! shows: a 32-bit check whose result is used zero-extended
#! status: 4
.include "vx.inc"
program narrow-check
object rodata, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:i"
    leaq table(%rip), %rcx
    cmpl $10, %edi
    jae .Lpad
    movl %edi, %eax
    movzbl (%rcx,%rax), %eax
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
