#! attack: passes elements of a structure as elements of half its size
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-argument-elements
typedef 0, 8, 8, "0:O8"
typedef 1, 16, 8, "0:O8"
typedef 2, 16, 8, "0:O8 8:O8"
typed data, sparse, 1, 2, 32
    .quad 0, 0, 0, 0
typed data, dense, 2, 1, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq dense(%rip), %rdi
.else
    leaq sparse(%rip), %rdi
.endif
    movl $2, %esi
.Lattack:
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:w1*#0,l"
    xorl %eax, %eax
    ret
    end f
