#! attack: reads a register that an indirect call has left behind
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program function-leaves-registers
function _start, "i:v"
    subq $8, %rsp
    movl $1, %ecx
    leaq f(%rip), %rax
    call *%rax
.ifdef TWIN
    movl $1, %ecx
.endif
.Lattack:
    movl %ecx, %eax
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
