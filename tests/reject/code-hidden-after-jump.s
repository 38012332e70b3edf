#! attack: instructions skipped by a jump
#! rule: R1 CODE_NO_STATE
.include "vx.inc"
program code-hidden-after-jump
function _start, "i:v"
    jmp .Lon
.Lattack:
.ifdef TWIN
    .nops 3
.else
    movq (%rax), %rax
.endif
.Lon:
    xorl %eax, %eax
    ret
    end _start
