#! attack: stores the address of a local in an object of the heap
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-frame-in-heap
import allocate, "At0:t,l"
typedef 0, 8, 8, "0:O#0"
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "8(%rsp)"
    movq $0, 8(%rsp)
    xorl %edi, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lnone
.ifdef TWIN
    movq %rax, %rcx
.else
    leaq 8(%rsp), %rcx
.endif
.Lattack:
    movq %rcx, (%rax)
.Lnone:
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
