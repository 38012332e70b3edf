#! attack: reads a slot that was never written: another function's secrets
#! rule: R6 STACK_UNINITIALISED
.include "vx.inc"
program stack-read-unset
function _start, "i:v"
    subq $24, %rsp
.ifdef TWIN
    movq $0, 8(%rsp)
.endif
.Lattack:
    movq 8(%rsp), %rax
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
