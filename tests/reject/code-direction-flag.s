#! attack: sets the direction flag, so that the kernel's own string instructions run backwards
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-direction-flag
function _start, "i:v"
.Lattack:
.ifdef TWIN
    nop
.else
    std
.endif
    xorl %eax, %eax
    ret
    end _start
