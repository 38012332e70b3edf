#! attack: writes to a constant by its own address
#! rule: R2 ACCESS_READ_ONLY
.include "vx.inc"
program access-store-constant-directly
.ifdef TWIN
object data, table, 8
.else
object rodata, table, 8
.endif
    .quad 0
function _start, "i:v"
    xorl %eax, %eax
.Lattack:
    movl %eax, table(%rip)
    ret
    end _start
