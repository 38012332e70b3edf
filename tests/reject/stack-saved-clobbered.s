#! attack: destroys a register that belongs to its caller
#! rule: R6 STACK_SAVED
.include "vx.inc"
program stack-saved-clobbered
start f
function f, "i:v"
.ifdef TWIN
    pushq %rbx
.endif
    movl $7, %ebx
    xorl %eax, %eax
.ifdef TWIN
    popq %rbx
.endif
.Lattack:
    ret
    end f
