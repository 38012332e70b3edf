#! attack: stores a reference to a structure with a pointer where one to as much writable plain data is due
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-slots-for-plain
typedef 0, 16, 8, "0:O#0"
typedef 1, 8, 8, "0:O16"
typed data, node, 0, 1, 16
    .quad 0, 0
typed data, slot, 1, 1, 8
    .quad 0
object data, bytes, 16
    .quad 0, 0
function _start, "i:v"
.ifdef TWIN
    leaq bytes(%rip), %rcx
.else
    leaq node(%rip), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
