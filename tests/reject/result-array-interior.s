#! attack: returns the second element where the start of an array is promised
#! rule: R5 CALL_RESULT
.include "vx.inc"
program result-array-interior
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
function f, "a#0:v"
.ifdef TWIN
    leaq array+16(%rip), %rax
.else
    leaq array+24(%rip), %rax
.endif
.Lattack:
    ret
    end f
