#! attack: passes a 4-byte count whose sign bit is set
#! rule: R5 CALL_COUNT
.include "vx.inc"
program call-count-narrow-negative
object data, table, 10
    .zero 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
.ifdef TWIN
    movl $1, %esi
.else
    movl $0xffffffff, %esi
.endif
.Lattack:
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "v:r1,i"
    ret
    end f
