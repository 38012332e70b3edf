#! attack: uses an object of the frame again that was passed before rsp rose over it
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program published-object-risen
typedef 0, 16, 8, "0:O#0"
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    leaq (%rsp), %rdi
    call f
    addq $24, %rsp
    subq $24, %rsp
.ifdef TWIN
    movq $0, (%rsp)
.endif
    leaq (%rsp), %rdi
.Lattack:
    call f
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
