#! attack: passes an XMM register that a call has left unreadable
#! rule: R5 CALL_ARGUMENT
.include "vx.inc"
program call-argument-float
function _start, "i:v"
    subq $8, %rsp
    xorps %xmm0, %xmm0
    call f
.ifdef TWIN
    xorps %xmm0, %xmm0
.endif
.Lattack:
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "v:d"
    ret
    end f
