#! attack: takes the second element of what was allocated for granted
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program allocate-second-element
import allocate, "At0:t,l"
import argument_count, "i:v"
typedef 0, 8, 8
function _start, "i:v"
    pushq %rbx
    call *__import_argument_count(%rip)
    xorl %edi, %edi
    movl %eax, %ebx
    movl %ebx, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lnone
.ifdef TWIN
    cmpl $2, %ebx
    jb .Lnone
.endif
.Lattack:
    movq $1, 8(%rax)
.Lnone:
    xorl %eax, %eax
    popq %rbx
    ret
    end _start
