#! attack: calls a number
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program function-number
typedef 0, 16, 8, "0:x0"
signature 0, "i:v"
typed data, slot, 0, 1, 16
    .quad f, 0x400000
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    movq slot(%rip), %rax
.else
    movq slot+8(%rip), %rax
.endif
    testq %rax, %rax
    je .Lpad
.Lattack:
    call *%rax
    addq $8, %rsp
    ret
.Lpad:
    ud2
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
