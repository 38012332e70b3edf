#! attack: calls through a function pointer that may be null
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program function-null
typedef 0, 8, 8, "0:x0"
signature 0, "i:v"
typed data, slot, 0, 1, 8
    .quad f
function _start, "i:v"
    subq $8, %rsp
    movq slot(%rip), %rax
.ifdef TWIN
    testq %rax, %rax
    je .Lpad
.endif
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
