#! attack: branches on flags that a call has left
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program call-reads-flags
function _start, "i:v"
    subq $8, %rsp
    call f
.ifdef TWIN
    testl %eax, %eax
.endif
.Lattack:
    je .Lon
    xorl %eax, %eax
.Lon:
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
