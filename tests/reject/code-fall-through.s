#! attack: runs off its end into the next function
#! rule: R1 CODE_FALLTHROUGH
.include "vx.inc"
program code-fall-through
start f
function f, "i:v"
    xorl %eax, %eax
    .nops 13
.Lattack:
.ifdef TWIN
    ret
.else
    nop
.endif
    end f
function g, "i:v"
    xorl %eax, %eax
    ret
    end g
