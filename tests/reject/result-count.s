#! attack: returns an array with a length that it does not have
#! rule: R5 CALL_RESULT
.include "vx.inc"
program result-count
object data, array, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "c8:v"
    leaq array(%rip), %rax
.ifdef TWIN
    movl $2, %edx
.else
    movl $3, %edx
.endif
.Lattack:
    ret
    end f
