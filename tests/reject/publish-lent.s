#! attack: passes an object of the frame that holds a lent parameter, which the callee could keep
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-lent
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
    leaq node(%rip), %rdi
    leaq node(%rip), %rsi
    call g
    addq $8, %rsp
    ret
    end _start
function g, "i:O#0,O#0!"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
.ifdef TWIN
    movq %rsi, (%rsp)
.else
    movq %rdi, (%rsp)
.endif
    leaq (%rsp), %rdi
.Lattack:
    call f
    addq $24, %rsp
    ret
    end g
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
