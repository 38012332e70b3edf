#! attack: writes to its own instructions
#! rule: R2 ACCESS_GLOBAL
.include "vx.inc"
program access-write-code
object data, table, 8
    .quad 0
function _start, "i:v"
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movl %eax, table(%rip)
.else
    movl %eax, _start(%rip)
.endif
    ret
    end _start
