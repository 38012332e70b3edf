#! attack: returns an array without the index that is promised with it: what another function left there
#! rule: R5 CALL_RESULT
.include "vx.inc"
program result-index-unset
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    subq $8, %rsp
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "a#0+:v"
    leaq array+16(%rip), %rax
.ifdef TWIN
    xorl %edx, %edx
.endif
.Lattack:
    ret
    end f
