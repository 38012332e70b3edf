#! attack: calls through memory after a test of what was loaded from there before
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program function-null-in-memory
typedef 0, 8, 8, "0:x0"
signature 0, "i:v"
typed data, slot, 0, 1, 8
    .quad f
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
    call *(%rcx)
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
