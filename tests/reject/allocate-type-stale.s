#! attack: allocates with what an earlier call has left in the register of the type
#! rule: R5 CALL_ARGUMENT
.include "vx.inc"
program allocate-type-stale
import allocate, "At0:t,l"
typedef 0, 8, 8
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    movl $2, %esi
    call *__import_allocate(%rip)
    movl $2, %esi
.ifdef TWIN
    movl $0, %edi
.endif
.Lattack:
    call *__import_allocate(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
