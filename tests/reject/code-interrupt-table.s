#! attack: loads an interrupt table made of plain data
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-interrupt-table
object data, table, 16
    .zero 16
function _start, "i:v"
.Lattack:
.ifdef TWIN
    movups table(%rip), %xmm0
.else
    lidt table(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
