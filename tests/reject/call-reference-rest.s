#! attack: moves a reference on but passes the whole length
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-reference-rest
object data, table, 10
    .zero 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $10, %esi
    movl $4, %edx
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l,l"
    subq $8, %rsp
    cmpq %rdx, %rsi
    jb .Lpad
    addq %rdx, %rdi
.ifdef TWIN
    subq %rdx, %rsi
.endif
.Lattack:
    call g
    xorl %eax, %eax
    addq $8, %rsp
    ret
.Lpad:
    ud1q %rsi, %rdx
    end f
function g, "v:r1,l"
    ret
    end g
