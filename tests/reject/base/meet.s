# The base of the patches that attack what a hint says of objects: two references meet before one access.
#! status: 6
.include "vx.inc"
program meet
object data, first, 8
    .long 1, 2
object data, second, 8
    .long 4, 5
start f, 1
# one of two globals
function f, "i:l"
    subq $8, %rsp
    leaq first(%rip), %rcx
    testq %rdi, %rdi
.Lone:
    je .Lglobal
    leaq second(%rip), %rcx
.Lglobal:
    movl 4(%rcx), %eax
    leaq first(%rip), %rdi
    movl %eax, %esi
    call g
    addq $8, %rsp
    ret
    end f
# a parameter that may be null
function g, "i:o8,i"
    movl %esi, %eax
    testl %esi, %esi
.Lnull:
    je .Lmaybe
    xorl %ecx, %ecx
.Lmaybe:
    addl (%rdi), %eax
    movl %eax, %edi
    subq $8, %rsp
    call h
    addq $8, %rsp
    ret
    end g
# an object of the frame or a global
function h, "i:i"
    subq $24, %rsp
    frame_object 8, "(%rsp)"
    movq $0, (%rsp)
    leaq (%rsp), %rcx
    testl %edi, %edi
.Lframe:
    je .Leither
    leaq second(%rip), %rcx
.Leither:
    movl $0, (%rcx)
    movl %edi, %eax
    addq $24, %rsp
    ret
    end h
