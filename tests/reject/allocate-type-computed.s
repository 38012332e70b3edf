#! attack: allocates an object of a type that the program's input chooses
#! rule: R5 CALL_TYPE
.include "vx.inc"
program allocate-type-computed
import allocate, "At0:t,l"
import argument_count, "i:v"
typedef 0, 8, 8
typedef 1, 8, 8, "0:O#0"
function _start, "i:v"
    subq $8, %rsp
    call *__import_argument_count(%rip)
.ifdef TWIN
    movl $1, %edi
.else
    andl $1, %eax
    movl %eax, %edi
.endif
    movl $2, %esi
.Lattack:
    call *__import_allocate(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
