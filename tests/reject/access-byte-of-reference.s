#! attack: changes the low byte of a reference
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-byte-of-reference
object data, table, 8
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rcx
    xorl %eax, %eax
.ifdef TWIN
    movb $40, %al
.else
    movb $40, %cl
.endif
.Lattack:
    movl (%rcx), %eax
    ret
    end _start
