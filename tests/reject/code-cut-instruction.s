#! attack: the function's last instruction goes on in the next function's bytes
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-cut-instruction
start f
function f, "i:v"
    xorl %eax, %eax
    ret
    .p2align 4
    .nops 14
.Lattack:
.ifdef TWIN
    .nops 2
.else
    .byte 0x48, 0xb8
.endif
    end f
function g, "i:v"
    xorl %eax, %eax
    ret
    end g
