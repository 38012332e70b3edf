#! attack: a header forged in an array of bytes: what lies behind it is taken for a huge array
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-array-forged-header
typedef 0, 8, 8, "0:A#1"
typedef 1, 8, 8
typedef 2, 1, 1
typed data, slot, 0, 1, 8
    .quad 0
headed data, array, 1, 4, 32
    .quad 1, 2, 3, 4
headed data, bytes, 2, 32, 32
    .long 1, 0
    .quad 0x2000000000000001, 0, 0
function _start, "i:v"
.ifdef TWIN
    leaq array+16(%rip), %rcx
.else
    leaq bytes+32(%rip), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
