#! attack: leaves the seventh argument's stack slot as it was
#! rule: R5 CALL_ARGUMENT
#! status: 7
.include "vx.inc"
program call-argument-stack
function _start, "i:v"
    subq $24, %rsp
    movl $1, %edi
    movl $2, %esi
    movl $3, %edx
    movl $4, %ecx
    movl $5, %r8d
    movl $6, %r9d
.ifdef TWIN
    movq $7, (%rsp)
.endif
.Lattack:
    call f
    addq $24, %rsp
    ret
    end _start
function f, "i:l,l,l,l,l,l,l"
    movl 8(%rsp), %eax
    ret
    end f
