#! attack: a displacement in four bytes where one does: not what an encoder makes
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-wide-displacement
object data, table, 16
    .zero 16
function _start, "i:v"
    leaq table(%rip), %rdi
.Lattack:
.ifdef TWIN
    movl 8(%rdi), %eax
.else
    .byte 0x8b, 0x87, 8, 0, 0, 0
.endif
    xorl %eax, %eax
    ret
    end _start
