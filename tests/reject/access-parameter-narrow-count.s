#! attack: takes the upper half of a 4-byte count's register for part of it
#! rule: R2 ACCESS_BOUNDS
#! status: 5
.include "vx.inc"
program access-parameter-narrow-count
object data, table, 4
    .byte 5, 6, 7, 8
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $4, %esi
    xorl %edx, %edx
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,i,l"
.ifdef TWIN
    movl %esi, %esi
.endif
    cmpq %rsi, %rdx
    jae .Lpad
.Lattack:
    movzbl (%rdi,%rdx), %eax
    ret
.Lpad:
    ud1q %rsi, %rdx
    end f
