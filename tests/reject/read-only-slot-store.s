#! attack: stores a reference in a pointer slot of a read-only structure
#! rule: R2 ACCESS_READ_ONLY
.include "vx.inc"
program read-only-slot-store
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
typed relro, constant, 0, 1, 16
    .quad node, 5
function _start, "i:v"
    leaq node(%rip), %rcx
.Lattack:
.ifdef TWIN
    movq %rcx, node(%rip)
.else
    movq %rcx, constant(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
