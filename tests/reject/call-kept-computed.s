#! attack: keeps a reference across a call at an index that was not checked, and checks it then
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program call-kept-computed
import allocate, "At0:t,l"
typedef 0, 8, 8
function _start, "i:v"
    pushq %rbx
    pushq %rbp
    subq $8, %rsp
    xorl %edi, %edi
    movl $4, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lnone
    movl (%rax), %ebp
.ifdef TWIN
    cmpq -8(%rax), %rbp
    jae .Lnone
.endif
    leaq (%rax,%rbp,8), %rbx
    xorl %edi, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
    cmpq $1, %rbp
    jae .Lnone
.Lattack:
    movq $1, (%rbx)
.Lnone:
    xorl %eax, %eax
    addq $8, %rsp
    popq %rbp
    popq %rbx
    ret
    end _start
