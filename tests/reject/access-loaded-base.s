#! attack: takes bytes of its data for an address
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-loaded-base
object data, table, 8
    .quad 0x400000
function _start, "i:v"
.ifdef TWIN
    leaq table(%rip), %rcx
    movl $0, (%rcx)
.else
    movq table(%rip), %rcx
.endif
.Lattack:
    movl (%rcx), %eax
    ret
    end _start
