#! attack: calls through a far pointer, which would load a code segment
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-far-call
typedef 0, 16, 8, "0:x0"
signature 0, "i:v"
typed data, slot, 0, 1, 16
    .quad f, 0
function _start, "i:v"
    subq $8, %rsp
    leaq slot(%rip), %rcx
    movq (%rcx), %rax
    testq %rax, %rax
    je .Lpad
.Lattack:
.ifdef TWIN
    call *%rax
.else
    .byte 0xff, 0x19
.endif
    addq $8, %rsp
    ret
.Lpad:
    ud2
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
