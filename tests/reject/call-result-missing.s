#! attack: returns without a result, so that the caller reads what another left
#! rule: R5 CALL_RESULT
.include "vx.inc"
program call-result-missing
function _start, "i:v"
    subq $8, %rsp
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "l:v"
.ifdef TWIN
    xorl %eax, %eax
.endif
.Lattack:
    ret
    end f
