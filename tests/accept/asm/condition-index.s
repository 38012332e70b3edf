#! shows: a condition's 0 or 1 indexes a table of two
#! status: 9
.include "vx.inc"
program condition-index
object rodata, table, 2
    .byte 5, 9
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    xorl %eax, %eax
    cmpq $3, %rdi
    sete %al
    movzbl (%rcx,%rax), %eax
    ret
    end f
