#! attack: returns what a function without a result has left
#! rule: R5 CALL_RESULT
.include "vx.inc"
program call-result-after-void
function _start, "i:v"
    subq $8, %rsp
    xorl %eax, %eax
    call f
.ifdef TWIN
    xorl %eax, %eax
.endif
    addq $8, %rsp
.Lattack:
    ret
    end _start
function f, "v:v"
    ret
    end f
