#! attack: a conditional branch at the very end, not taken
#! rule: R1 CODE_FALLTHROUGH
#! at: f+0xf
.include "vx.inc"
program code-fall-through-branch
start f
function f, "i:l"
    xorl %eax, %eax
.Lback:
    incl %eax
    cmpl $5, %eax
    .nops 7
    jb .Lback
.ifdef TWIN
    xorl %eax, %eax
    ret
.endif
    end f
function g, "i:v"
    xorl %eax, %eax
    ret
    end g
