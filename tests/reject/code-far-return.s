#! attack: a far return, which loads CS
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-far-return
function _start, "i:v"
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    ret
.else
    lretq
.endif
    end _start
