#! attack: stops the processor
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-halt
function _start, "i:v"
.Lattack:
.ifdef TWIN
    nop
.else
    hlt
.endif
    xorl %eax, %eax
    ret
    end _start
