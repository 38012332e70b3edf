#! attack: a constant negative offset
#! rule: R2 ACCESS_BOUNDS
#! status: 2
.include "vx.inc"
program access-before-array
object data, before, 16
    .byte 9
    .zero 15
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    leaq table(%rip), %rcx
.Lattack:
.ifdef TWIN
    movzbl 1(%rcx), %eax
.else
    movzbl -1(%rcx), %eax
.endif
    ret
    end _start
