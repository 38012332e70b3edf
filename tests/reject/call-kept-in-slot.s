#! attack: keeps a reference beyond the end of its object in the frame across a call
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program call-kept-in-slot
import allocate, "At0:t,l"
typedef 0, 8, 8
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lnone
.ifdef TWIN
    leaq 8(%rax), %rcx
.else
    leaq 4096(%rax), %rcx
.endif
    movq %rcx, (%rsp)
    xorl %edi, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
    movq (%rsp), %rcx
.Lattack:
.ifdef TWIN
    movq $1, -8(%rcx)
.else
    movq $1, -4096(%rcx)
.endif
.Lnone:
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
