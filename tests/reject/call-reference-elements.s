#! attack: counts bytes where the callee counts elements of 8 bytes
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-reference-elements
object data, table, 16
    .zero 16
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
.ifdef TWIN
    movl $2, %esi
.else
    movl $16, %esi
.endif
.Lattack:
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "v:r1*8,l"
    ret
    end f
