#! attack: reads what a callee left where it had its frame
#! rule: R6 STACK_UNINITIALISED
.include "vx.inc"
program stack-read-after-call
function _start, "i:v"
    subq $8, %rsp
    call f
    subq $32, %rsp
.ifdef TWIN
    movq $0, 16(%rsp)
.endif
.Lattack:
    movq 16(%rsp), %rax
    addq $40, %rsp
    ret
    end _start
function f, "v:v"
    subq $24, %rsp
    movq $1, 8(%rsp)
    addq $24, %rsp
    ret
    end f
