#! attack: returns an XMM register that nothing has written
#! rule: R5 CALL_RESULT
.include "vx.inc"
program call-result-float
function _start, "i:v"
    subq $8, %rsp
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "d:v"
.ifdef TWIN
    xorps %xmm0, %xmm0
.endif
.Lattack:
    ret
    end f
