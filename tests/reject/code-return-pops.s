#! attack: a return that also moves rsp into the caller's frame
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-return-pops
function _start, "i:v"
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    ret
.else
    ret $16
.endif
    end _start
