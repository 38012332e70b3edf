#! attack: the accumulator's absolute form of `mov`, with 8 bytes of address
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-absolute-address
object data, table, 8
    .quad 0
function _start, "i:v"
.Lattack:
.ifdef TWIN
    movq table(%rip), %rax
.else
    movabsq 0x123456789a, %rax
.endif
    xorl %eax, %eax
    ret
    end _start
