#! attack: gives back its caller's register on one of two paths
#! rule: R6 STACK_SAVED
.include "vx.inc"
program stack-saved-one-path
start f, 0
function f, "i:l"
    pushq %rbx
    movl $7, %ebx
    xorl %eax, %eax
    testq %rdi, %rdi
    je .Lback
.ifdef TWIN
    movq (%rsp), %rbx
.endif
    addq $8, %rsp
.Lattack:
    ret
.Lback:
    popq %rbx
    ret
    end f
