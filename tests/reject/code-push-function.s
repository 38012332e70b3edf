#! attack: pushes a function's address and returns to it
#! rule: R6 STACK_RETURN
.include "vx.inc"
program code-push-function
function _start, "i:v"
    leaq f(%rip), %rax
.ifndef TWIN
    pushq %rax
.endif
    xorl %eax, %eax
.Lattack:
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
