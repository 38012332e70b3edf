#! attack: reads a slot that only one of two paths has written
#! rule: R6 STACK_UNINITIALISED
.include "vx.inc"
program stack-read-one-path
start f, 0
function f, "i:l"
    subq $24, %rsp
.ifdef TWIN
    movq $0, 8(%rsp)
.endif
    testq %rdi, %rdi
    je .Ljoin
    movq $1, 8(%rsp)
.Ljoin:
.Lattack:
    movq 8(%rsp), %rax
    addq $24, %rsp
    ret
    end f
