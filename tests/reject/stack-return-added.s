#! attack: adds to its return address in place
#! rule: R6 STACK_RETURN
.include "vx.inc"
program stack-return-added
start f
function f, "i:v"
    xorl %eax, %eax
    pushq $0
.ifdef TWIN
    addq $1, (%rsp)
.else
    addq $1, 8(%rsp)
.endif
    addq $8, %rsp
.Lattack:
    ret
    end f
