#! attack: uses the x87 stack, which the kernel neither clears nor saves
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-x87
function _start, "i:v"
.Lattack:
.ifdef TWIN
    pxor %xmm0, %xmm0
.else
    fld1
.endif
    xorl %eax, %eax
    ret
    end _start
