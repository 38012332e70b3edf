#! attack: asks a service how much plain data there is from a pointer slot on
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program extent-of-slot
import extent, "c1~:o1^"
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq node+8(%rip), %rdi
.else
    leaq node(%rip), %rdi
.endif
.Lattack:
    call *__import_extent(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
