#! shows: a byte cannot leave a table of 256
#! status: 7
.include "vx.inc"
program byte-index
object bss, table, 256
    .zero 256
start f, 0xabcd07
function f, "i:l"
    leaq table(%rip), %rcx
    movb $7, 7(%rcx)
    movzbl %dil, %eax
    movzbl (%rcx,%rax), %eax
    ret
    end f
