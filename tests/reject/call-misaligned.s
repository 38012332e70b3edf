#! attack: calls with rsp off by 8, so that aligned vector stores of the callee fault
#! rule: R5 CALL_ALIGNMENT
.include "vx.inc"
program call-misaligned
function _start, "i:v"
.ifdef TWIN
    subq $8, %rsp
.else
    subq $16, %rsp
.endif
.Lattack:
    call f
.ifdef TWIN
    addq $8, %rsp
.else
    addq $16, %rsp
.endif
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
