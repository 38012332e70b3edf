#! attack: returns an array without having set its length
#! rule: R5 CALL_COUNT
.include "vx.inc"
program result-count-unset
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
.endif
.Lattack:
    ret
    end f
