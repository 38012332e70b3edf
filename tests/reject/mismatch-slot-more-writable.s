#! attack: stores a structure with a writable pointer where one with a read-only pointer is due, through which constants could be put
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-slot-more-writable
typedef 0, 8, 8, "0:O8"
typedef 1, 8, 8, "0:o8"
typedef 2, 8, 8, "0:O#1"
typed data, writes, 0, 1, 8
    .quad 0
typed data, reads, 1, 1, 8
    .quad 0
typed data, slot, 2, 1, 8
    .quad 0
function _start, "i:v"
.ifdef TWIN
    leaq reads(%rip), %rcx
.else
    leaq writes(%rip), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
