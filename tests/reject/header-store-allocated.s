#! attack: makes an object of the heap longer by writing the count in its header
#! rule: R3 TYPE_HEADER
.include "vx.inc"
program header-store-allocated
import allocate, "At0:t,l"
typedef 0, 8, 8
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    movl $4, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lnone
.Lattack:
.ifdef TWIN
    movq $1000, (%rax)
.else
    movq $1000, -8(%rax)
.endif
.Lnone:
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
