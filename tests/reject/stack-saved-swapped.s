#! attack: gives its caller's registers back swapped
#! rule: R6 STACK_SAVED
.include "vx.inc"
program stack-saved-swapped
start f
function f, "i:v"
    pushq %rbx
    pushq %rbp
    movl $7, %ebx
    movl $7, %ebp
    xorl %eax, %eax
.ifdef TWIN
    popq %rbp
    popq %rbx
.else
    popq %rbx
    popq %rbp
.endif
.Lattack:
    ret
    end f
