#! attack: returns to a number that it pushed
#! rule: R6 STACK_RETURN
.include "vx.inc"
program stack-return-misplaced
start f
function f, "i:v"
    xorl %eax, %eax
    pushq $0x400000
.ifdef TWIN
    popq %rcx
.endif
.Lattack:
    ret
    end f
