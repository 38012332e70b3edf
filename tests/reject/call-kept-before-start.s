#! attack: keeps a reference across a call in front of its object, where the collector does not find it
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program call-kept-before-start
import allocate, "At0:t,l"
typedef 0, 8, 8
function _start, "i:v"
    pushq %rbx
    xorl %edi, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lnone
.ifdef TWIN
    leaq (%rax), %rbx
.else
    leaq -8(%rax), %rbx
.endif
    xorl %edi, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
.Lattack:
.ifdef TWIN
    movq $1, (%rbx)
.else
    movq $1, 8(%rbx)
.endif
.Lnone:
    xorl %eax, %eax
    popq %rbx
    ret
    end _start
