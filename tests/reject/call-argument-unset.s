#! attack: passes a register that nothing has written, to read what another left there
#! rule: R5 CALL_ARGUMENT
.include "vx.inc"
program call-argument-unset
function _start, "i:v"
    subq $8, %rsp
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
