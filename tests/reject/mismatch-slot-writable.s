#! attack: stores a reference to a structure with a read-only pointer where it would become a writable one
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-slot-writable
typedef 0, 8, 8, "0:o8"
typedef 1, 8, 8, "0:O8"
typedef 2, 8, 8, "0:O#1"
typed data, reads, 0, 1, 8
    .quad 0
typed data, writes, 1, 1, 8
    .quad 0
typed data, slot, 2, 1, 8
    .quad 0
function _start, "i:v"
.ifdef TWIN
    leaq writes(%rip), %rcx
.else
    leaq reads(%rip), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
