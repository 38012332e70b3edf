#! shows: a shift to the right bounds what is left
#! status: 10
.include "vx.inc"
program shift-index
object rodata, table, 16
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
start f, 0x9fffffff
function f, "i:i"
    leaq table(%rip), %rcx
    movl %edi, %eax
    shrl $28, %eax
    movzbl (%rcx,%rax), %eax
    ret
    end f
