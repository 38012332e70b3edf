#! attack: returns an array of another type than is promised
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program result-array-type
typedef 0, 8, 8
typedef 1, 4, 4
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
headed data, other, 1, 4, 16
    .long 1, 2, 3, 4
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
    leaq other+16(%rip), %rax
.endif
.Lattack:
    ret
    end f
