#! attack: a useless operand-size prefix, over which decoders disagree
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-redundant-prefix
function _start, "i:v"
    movl $1, %eax
.Lattack:
.ifndef TWIN
    .byte 0x66
.endif
    testb %al, %al
    xorl %eax, %eax
    ret
    end _start
