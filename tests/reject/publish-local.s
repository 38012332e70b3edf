#! attack: passes an object of the frame that points to itself, which the callee could keep
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-local
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
.ifdef TWIN
    leaq node(%rip), %rcx
.else
    leaq (%rsp), %rcx
.endif
    movq %rcx, (%rsp)
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
