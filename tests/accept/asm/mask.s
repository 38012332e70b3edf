#! shows: an index masked to the length, without a comparison
#! status: 6
.include "vx.inc"
program mask
object rodata, table, 16
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
start f, 0x12345
function f, "i:l"
    leaq table(%rip), %rcx
    movq %rdi, %rax
    andl $15, %eax
    movzbl (%rcx,%rax), %eax
    ret
    end f
