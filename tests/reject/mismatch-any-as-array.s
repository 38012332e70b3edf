#! attack: an object of unknown type is stored, untested, where an array of one type is due
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-any-as-array
typedef 0, 16, 8, "0:P 8:A#1"
typedef 1, 8, 8
typed data, slots, 0, 1, 16
    .quad 0, 0
headed data, array, 1, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    leaq array+16(%rip), %rcx
    movq %rcx, slots(%rip)
    movq slots(%rip), %rcx
.ifdef TWIN
    cmpl $1, -16(%rcx)
    jne .Lpad
.endif
.Lattack:
    movq %rcx, slots+8(%rip)
    xorl %eax, %eax
    ret
.Lpad:
    ud2
    end _start
