#! attack: a reference to an object of the frame comes back from a call, and its pointer slot was never written
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-returned
typedef 0, 16, 8, "0:O#0"
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
.ifdef TWIN
    movq $0, (%rsp)
.endif
    leaq (%rsp), %rdi
.Lattack:
    call f
    movq (%rax), %rax
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
function f, "O#0:O#0^"
    movq %rdi, %rax
    ret
    end f
