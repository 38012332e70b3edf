#! attack: stores through a pointer in memory that only allows to read
#! rule: R2 ACCESS_READ_ONLY
.include "vx.inc"
program read-only-loaded
typedef 0, 16, 8, "0:o8 8:O8"
typed data, slot, 0, 1, 16
    .quad value, value
object data, value, 8
    .quad 1
function _start, "i:v"
.ifdef TWIN
    movq slot+8(%rip), %rcx
.else
    movq slot(%rip), %rcx
.endif
    xorl %eax, %eax
.Lattack:
    movl %eax, (%rcx)
    ret
    end _start
