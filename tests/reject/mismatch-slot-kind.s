#! attack: stores a reference to a structure whose slot is a ONE where an ARRAY is due
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-slot-kind
typedef 0, 8, 8, "0:o8"
typedef 1, 8, 8, "0:a8"
typedef 2, 8, 8, "0:o#1"
typed data, one, 0, 1, 8
    .quad 0
typed data, array, 1, 1, 8
    .quad 0
typed data, slot, 2, 1, 8
    .quad 0
function _start, "i:v"
.ifdef TWIN
    leaq array(%rip), %rcx
.else
    leaq one(%rip), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
