#! attack: reads what follows a global, by its own address
#! rule: R2 ACCESS_GLOBAL
.include "vx.inc"
program access-past-global
object data, table, 8
    .quad 0
function _start, "i:v"
.Lattack:
.ifdef TWIN
    movl table + 4(%rip), %eax
.else
    movl table + 64(%rip), %eax
.endif
    xorl %eax, %eax
    ret
    end _start
