# Uses the heap as its number of arguments says: 1 makes fifty times the limit of garbage while a list is in use, and
# ends with 0; 2 asks a null array for its count; 3 fills the heap with a list and says so by its trap.
.include "vx.inc"
program heap
    .ascii "heap 1048576\n"
import argument_count, "i:v"
import allocate, "At0:t,l"
import heap_figure, "l:i"
typedef 0, 16, 8, "0:O#0"
typedef 1, 8, 8
typedef 2, 8, 8, "0:A#1"
typed bss, nothing, 2, 1, 8
    .skip 8
function _start, "i:v"
    pushq %rbx
    pushq %r12
    subq $8, %rsp
    call *__import_argument_count(%rip)
    cmpl $2, %eax
    je .Lnull
    cmpl $3, %eax
    je .Lfull
    xorl %ebx, %ebx
    movl $100, %r12d
.Lnode:
    movl $0, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lwrong
    movq %rbx, (%rax)
    movl %r12d, 8(%rax)
    movq %rax, %rbx
    decl %r12d
    jne .Lnode
    movl $1000000, %r12d
.Lgarbage:
    movl $1, %edi
    movl $3, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lwrong
    cmpq $0, (%rax)
    jne .Lwrong
    movq $-1, (%rax)
    decl %r12d
    jne .Lgarbage
    xorl %r12d, %r12d
.Lsum:
    testq %rbx, %rbx
    je .Lsummed
    addl 8(%rbx), %r12d
    movq (%rbx), %rbx
    jmp .Lsum
.Lsummed:
    cmpl $5050, %r12d
    jne .Lwrong
    movl $3, %edi
    call *__import_heap_figure(%rip)
    cmpq $40, %rax # collections
    jl .Lwrong
    xorl %edi, %edi
    call *__import_heap_figure(%rip)
    cmpq $1048576, %rax
    ja .Lwrong
    xorl %eax, %eax
    jmp .Lend
.Lwrong:
    movl $1, %eax
.Lend:
    addq $8, %rsp
    popq %r12
    popq %rbx
    ret
.Lnull:
    movq nothing(%rip), %rax
    movq -8(%rax), %rcx
    movl %ecx, %eax
    jmp .Lend
.Lfull:
    xorl %ebx, %ebx
.Lmore:
    movl $0, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
    testq %rax, %rax
    je .Lnone
    movq %rbx, (%rax)
    movq %rax, %rbx
    jmp .Lmore
.Lnone:
    ud1q (%rax), %rbx
    end _start
