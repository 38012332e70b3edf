#! attack: overwrites the slot in which it keeps its caller's register
#! rule: R6 STACK_SAVED
.include "vx.inc"
program stack-saved-overwritten
start f
function f, "i:v"
    pushq %rbx
    subq $16, %rsp
    movl $7, %ebx
    xorl %eax, %eax
.ifdef TWIN
    movq %rax, 8(%rsp)
.else
    movq %rax, 16(%rsp)
.endif
    addq $16, %rsp
    popq %rbx
.Lattack:
    ret
    end f
