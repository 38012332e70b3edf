#! attack: overwrites one byte of its return address
#! rule: R6 STACK_RETURN
.include "vx.inc"
program stack-return-partly-overwritten
start f
function f, "i:v"
    xorl %eax, %eax
    subq $8, %rsp
.ifdef TWIN
    movb %al, 7(%rsp)
.else
    movb %al, 8(%rsp)
.endif
    addq $8, %rsp
.Lattack:
    ret
    end f
