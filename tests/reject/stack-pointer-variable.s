#! attack: lowers rsp by a number that is not constant
#! rule: R6 STACK_POINTER
.include "vx.inc"
program stack-pointer-variable
start f, 32
function f, "i:l"
.ifdef TWIN
    movq %rsp, %rcx
    addq $-32, %rcx
.Lattack:
    subq $32, %rsp
    addq $32, %rsp
.else
.Lattack:
    subq %rdi, %rsp
    addq %rdi, %rsp
.endif
    xorl %eax, %eax
    ret
    end f
