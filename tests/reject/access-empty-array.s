#! attack: reads the first element of an array that may have none
#! rule: R2 ACCESS_BOUNDS
#! status: 5
.include "vx.inc"
program access-empty-array
object data, table, 4
    .byte 5, 6, 7, 8
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $4, %esi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l"
.ifdef TWIN
    testq %rsi, %rsi
    je .Lpad
.endif
.Lattack:
    movzbl (%rdi), %eax
    ret
.Lpad:
    ud1q %rsi, %rsi
    end f
