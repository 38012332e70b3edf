#! attack: reads the caller's frame, where no parameter was passed
#! rule: R6 STACK_OUTSIDE
.include "vx.inc"
program stack-caller-frame
.ifdef TWIN
function _start, "i:v"
    subq $8, %rsp
    movl $1, %edi
    movl $2, %esi
    movl $3, %edx
    movl $4, %ecx
    movl $5, %r8d
    movl $6, %r9d
    pushq $0
    pushq $0
    call f
    addq $24, %rsp
    ret
    end _start
function f, "i:l,l,l,l,l,l,l,l"
.else
start f
function f, "i:v"
.endif
.Lattack:
    movq 16(%rsp), %rax
    ret
    end f
