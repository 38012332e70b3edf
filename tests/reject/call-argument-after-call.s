#! attack: passes a register that the call before has left unreadable
#! rule: R5 CALL_ARGUMENT
.include "vx.inc"
program call-argument-after-call
function _start, "i:v"
    subq $8, %rsp
    movl $1, %edi
    call f
.ifdef TWIN
    movl $1, %edi
.endif
.Lattack:
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "l:l"
    movq %rdi, %rax
    ret
    end f
