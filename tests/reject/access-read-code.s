#! attack: reads its own instructions
#! rule: R2 ACCESS_GLOBAL
.include "vx.inc"
program access-read-code
object data, table, 8
    .quad 0
function _start, "i:v"
.Lattack:
.ifdef TWIN
    movl table(%rip), %eax
.else
    movl _start(%rip), %eax
.endif
    xorl %eax, %eax
    ret
    end _start
