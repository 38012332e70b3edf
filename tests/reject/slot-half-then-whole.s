#! attack: writes the lower half of a slot and reads all of it behind a branch, where a hint stands between them
#! rule: R6 STACK_UNINITIALISED
.include "vx.inc"
program slot-half-then-whole
start f, 3
function f, "i:i"
    subq $8, %rsp
    movl $0, (%rsp)
    testl %edi, %edi
    je .Lon
    movl %edi, (%rsp)
.Lon:
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movl (%rsp), %ecx
.else
    movq (%rsp), %rcx
.endif
    addq $8, %rsp
    ret
    end f
