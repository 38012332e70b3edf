#! attack: allocates an object of a type beyond the table
#! rule: R5 CALL_TYPE
.include "vx.inc"
program allocate-type-beyond
import allocate, "At0:t,l"
typedef 0, 8, 8
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    movl $0, %edi
.else
    movl $0x10000000, %edi
.endif
    movl $2, %esi
.Lattack:
    call *__import_allocate(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
