#! attack: a load that begins in a global and ends after it
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program access-over-global-end
object data, table, 8
    .quad 0
function _start, "i:v"
.Lattack:
.ifdef TWIN
    movl table + 4(%rip), %eax
.else
    movq table + 4(%rip), %rax
.endif
    xorl %eax, %eax
    ret
    end _start
