#! attack: reads memory at a number of its choice
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-integer-base
object data, table, 8
    .quad 0
function _start, "i:v"
.ifdef TWIN
    leaq table(%rip), %rcx
.else
    movl $0x400000, %ecx
.endif
.Lattack:
    movl (%rcx), %eax
    ret
    end _start
