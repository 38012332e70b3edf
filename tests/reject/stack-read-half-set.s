#! attack: writes 4 bytes of a slot and reads 8
#! rule: R6 STACK_UNINITIALISED
.include "vx.inc"
program stack-read-half-set
function _start, "i:v"
    subq $24, %rsp
.ifdef TWIN
    movq $0, 8(%rsp)
.else
    movl $0, 8(%rsp)
.endif
.Lattack:
    movq 8(%rsp), %rax
    addq $24, %rsp
    ret
    end _start
