#! attack: allocates an object of one type or another, by which path was taken
#! rule: R5 CALL_TYPE
.include "vx.inc"
program allocate-type-one-path
import allocate, "At0:t,l"
import argument_count, "i:v"
typedef 0, 8, 8
typedef 1, 8, 8, "0:O#0"
function _start, "i:v"
    subq $8, %rsp
    call *__import_argument_count(%rip)
    movl $1, %edi
    testl %eax, %eax
    je .Lmeet
.ifdef TWIN
    movl $1, %edi
.else
    movl $0, %edi
.endif
.Lmeet:
    movl $2, %esi
.Lattack:
    call *__import_allocate(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
