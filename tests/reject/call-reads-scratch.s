#! attack: reads a caller-saved register after a call
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program call-reads-scratch
function _start, "i:v"
    subq $8, %rsp
    movl $1, %ecx
    call f
.ifdef TWIN
    movl $1, %ecx
.endif
.Lattack:
    addl %ecx, %eax
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
