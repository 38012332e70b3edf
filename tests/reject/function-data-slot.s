#! attack: calls through an object pointer in memory
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program function-data-slot
typedef 0, 16, 8, "0:x0 8:o8"
signature 0, "i:v"
typed data, slot, 0, 1, 16
    .quad f, plain
object data, plain, 8
    .quad 1
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
