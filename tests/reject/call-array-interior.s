#! attack: passes the second element where the start of an array is due
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-array-interior
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq array+16(%rip), %rdi
.else
    leaq array+24(%rip), %rdi
.endif
.Lattack:
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:a#0"
    xorl %eax, %eax
    ret
    end f
