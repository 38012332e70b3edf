#! attack: overwrites its return address
#! rule: R6 STACK_RETURN
.include "vx.inc"
program stack-return-overwritten
start f
function f, "i:v"
    xorl %eax, %eax
    leaq _start(%rip), %rcx
    subq $8, %rsp
.ifdef TWIN
    movq %rcx, (%rsp)
.else
    movq %rcx, 8(%rsp)
.endif
    addq $8, %rsp
.Lattack:
    ret
    end f
