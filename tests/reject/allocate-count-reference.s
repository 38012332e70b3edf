#! attack: passes a reference as the count of what is allocated
#! rule: R5 CALL_ARGUMENT
.include "vx.inc"
program allocate-count-reference
import allocate, "At0:t,l"
typedef 0, 16, 8
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
.ifdef TWIN
    movl $2, %esi
.endif
.Lattack:
    call *__import_allocate(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
