#! attack: puts a segment prefix in front of a call by pointer
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-call-prefixed
function _start, "i:v"
    subq $8, %rsp
    leaq f(%rip), %rax
.Lattack:
.ifdef TWIN
    call *%rax
.else
    .byte 0x64, 0xff, 0xd0
.endif
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
