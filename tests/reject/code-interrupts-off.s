#! attack: turns interrupts off for the whole machine
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-interrupts-off
function _start, "i:v"
.Lattack:
.ifdef TWIN
    nop
.else
    cli
.endif
    xorl %eax, %eax
    ret
    end _start
