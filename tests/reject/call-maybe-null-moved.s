#! attack: passes the second half of what may be null
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-maybe-null-moved
object data, pair, 16
    .quad 1, 2
function _start, "i:v"
    subq $8, %rsp
    leaq pair(%rip), %rdi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:o16"
    subq $8, %rsp
.ifdef TWIN
    testq %rdi, %rdi
    je .Lnone
.endif
    addq $8, %rdi
.Lattack:
    call g
.Lnone:
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end f
function g, "i:o8"
    xorl %eax, %eax
    ret
    end g
