#! attack: moves a read-only array into a slot through which it may be stored to
#! rule: R3 TYPE_READ_ONLY
.include "vx.inc"
program read-only-array-kept
typedef 0, 16, 8, "0:A#1 8:a#1"
typedef 1, 8, 8
typed data, slot, 0, 1, 16
    .quad 0, array+16
headed data, array, 1, 2, 16
    .quad 1, 2
function _start, "i:v"
    movq slot+8(%rip), %rcx
.Lattack:
.ifdef TWIN
    movq %rcx, slot+8(%rip)
.else
    movq %rcx, slot(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
