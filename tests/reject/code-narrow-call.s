#! attack: calls the low 16 bits of a function pointer
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-narrow-call
function _start, "i:v"
    subq $8, %rsp
    leaq f(%rip), %rax
.Lattack:
.ifdef TWIN
    call *%rax
.else
    .byte 0x66, 0xff, 0xd0
.endif
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
