#! attack: passes a negative count
#! rule: R5 CALL_COUNT
.include "vx.inc"
program call-count-negative
object data, table, 10
    .zero 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
.ifdef TWIN
    movl $1, %esi
.else
    movq $-1, %rsi
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
