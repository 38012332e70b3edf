#! attack: instructions that no path reaches, kept for later
#! rule: R1 CODE_NO_STATE
.include "vx.inc"
program code-hidden
function _start, "i:v"
    xorl %eax, %eax
    ret
.Lattack:
.ifdef TWIN
    .nops 5
.else
    movl $1, %eax
    ret
.endif
    end _start
