#! attack: takes the return address for a reference, to read code
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-return-address
object data, table, 8
    .quad 0
function _start, "i:v"
.ifdef TWIN
    leaq table(%rip), %rcx
.else
    movq (%rsp), %rcx
.endif
.Lattack:
    movl (%rcx), %eax
    xorl %eax, %eax
    ret
    end _start
