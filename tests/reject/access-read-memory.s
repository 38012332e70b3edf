#! attack: reads beyond its image, where another process may lie
#! rule: R2 ACCESS_GLOBAL
.include "vx.inc"
program access-read-memory
object data, table, 8
    .quad 0
function _start, "i:v"
.Lattack:
.ifdef TWIN
    movl table(%rip), %eax
.else
    movl table + 0x10000000(%rip), %eax
.endif
    xorl %eax, %eax
    ret
    end _start
