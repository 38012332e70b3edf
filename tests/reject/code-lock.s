#! attack: a locked operation, which this version does not grant
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-lock
object data, counter, 8
    .quad 0
function _start, "i:v"
.Lattack:
.ifndef TWIN
    lock
.endif
    incq counter(%rip)
    xorl %eax, %eax
    ret
    end _start
