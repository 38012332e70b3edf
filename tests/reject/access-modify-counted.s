#! attack: an in-place addition to an element that it may only read
#! rule: R2 ACCESS_READ_ONLY
.include "vx.inc"
program access-modify-counted
object data, value, 4
    .long 7
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    movl $4, %esi
    xorl %edx, %edx
    call f
    addq $8, %rsp
    ret
    end _start
.ifdef TWIN
function f, "i:w1,l,l"
.else
function f, "i:r1,l,l"
.endif
    cmpq %rsi, %rdx
    jae .Lpad
    xorl %eax, %eax
.Lattack:
    addb $1, (%rdi,%rdx)
    ret
.Lpad:
    ud1q %rsi, %rdx
    end f
