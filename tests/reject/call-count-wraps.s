#! attack: passes 2^61 + 1 elements of 8 bytes, which are 8 bytes modulo 2^64
#! rule: R5 CALL_COUNT
.include "vx.inc"
program call-count-wraps
object data, table, 8
    .zero 8
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
.ifdef TWIN
    movl $1, %esi
.else
    movabsq $0x2000000000000001, %rsi
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
