#! attack: reads rax after a function that returns nothing
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program call-reads-void-result
function _start, "i:v"
    subq $8, %rsp
    call f
.ifdef TWIN
    xorl %eax, %eax
.endif
.Lattack:
    movl %eax, %ecx
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "v:v"
    ret
    end f
