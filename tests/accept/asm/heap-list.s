#! shows: nodes from the heap, linked and walked; what the collector may move on its own is nothing
#! status: 55
.include "vx.inc"
program heap-list
import allocate, "At0:t,l"
import collect, "v:v"
typedef 0, 16, 8, "0:O#0"
start f, 10
function f, "i:i"
    pushq %rbx
    pushq %r12
    subq $8, %rsp
    xorl %ebx, %ebx
    movl %edi, %r12d
1:
    movl $0, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je 3f
    movq %rbx, (%rax)
    movl %r12d, 8(%rax)
    movq %rax, %rbx
    decl %r12d
    jne 1b
    call *__import_collect(%rip)
    xorl %eax, %eax
2:
    addl 8(%rbx), %eax
    movq (%rbx), %rbx
    testq %rbx, %rbx
    jne 2b
    addq $8, %rsp
    popq %r12
    popq %rbx
    ret
3:
    xorl %eax, %eax
    addq $8, %rsp
    popq %r12
    popq %rbx
    ret
    end f
