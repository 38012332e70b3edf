#! attack: adds two references
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-two-references
object data, table, 8
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rcx
.ifdef TWIN
    xorl %edx, %edx
.else
    leaq table(%rip), %rdx
.endif
.Lattack:
    movl (%rcx,%rdx), %eax
    ret
    end _start
