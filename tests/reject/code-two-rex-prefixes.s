#! attack: two REX prefixes, of which a careless decoder honours the first
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-two-rex-prefixes
function _start, "i:v"
    movl $1, %eax
.Lattack:
.ifndef TWIN
    .byte 0x41
.endif
    movq %rax, %rcx
    xorl %eax, %eax
    ret
    end _start
