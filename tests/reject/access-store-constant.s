#! attack: writes to a constant
#! rule: R2 ACCESS_READ_ONLY
.include "vx.inc"
program access-store-constant
.ifdef TWIN
object data, table, 8
.else
object rodata, table, 8
.endif
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rcx
    xorl %eax, %eax
.Lattack:
    movl %eax, (%rcx)
    ret
    end _start
