#! attack: passes a count larger than the array
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-reference-count
object data, table, 10
    .zero 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
.ifdef TWIN
    movl $10, %esi
.else
    movl $11, %esi
.endif
.Lattack:
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "v:r1,l"
    ret
    end f
