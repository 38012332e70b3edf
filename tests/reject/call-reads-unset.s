#! attack: reads a register that nothing has written
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program call-reads-unset
function _start, "i:v"
.ifdef TWIN
    movl $2, %ecx
.endif
    movl $1, %eax
.Lattack:
    addq %rcx, %rax
    xorl %eax, %eax
    ret
    end _start
