#! attack: stores a parameter that is a ONE, maybe inside something, where the start of an array is due
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-array-from-one
typedef 0, 8, 8, "0:A#1"
typedef 1, 8, 8
typed data, slot, 0, 1, 8
    .quad 0
headed data, array, 1, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    subq $8, %rsp
    leaq array+16(%rip), %rdi
    movq %rdi, %rsi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:O#1!,A#1!"
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movq %rsi, slot(%rip)
.else
    movq %rdi, slot(%rip)
.endif
    ret
    end f
