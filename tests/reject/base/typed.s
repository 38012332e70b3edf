# The base of the patches that attack types, slots, globals with headers and relocations. Slots: type 0 has 0 to 3,
# type 2 has 4 to 6. Relocations: 0 to 3 fill the first node, 4 to 6 the second, 7 and 8 the table.
#! status: 13
.include "vx.inc"
program typed
import allocate, "At0:t,l"
typedef 0, 40, 8, "0:O#0 8:A#1 16:P 24:x0"
typedef 1, 8, 8
typedef 2, 96, 8, "0+16x4:o8 8+16x4:o8 64+8x2:O#0"
signature 0, "i:v"
typed data, nodes, 0, 2, 80
    .quad nodes+40, numbers+16, numbers+16, f, 1
    .quad nodes, 0, numbers+16, f, 2
headed data, numbers, 1, 4, 32
    .quad 1, 2, 3, 4
headed rodata, constants, 1, 2, 16
    .quad 5, 6
typed data, table, 2, 1, 96
    .quad constants+16, numbers+40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
object data, plain, 16
    .quad 0, 0
function _start, "i:v"
    subq $56, %rsp
    frame_typed 0, 1, "8(%rsp)"
    movq $0, 8(%rsp)
    movq $0, 16(%rsp)
    movq $0, 24(%rsp)
    movq $0, 32(%rsp)
    movl $1, %edi
    movl $2, %esi
    call *__import_allocate(%rip)
    movq table(%rip), %rcx
    movl (%rcx), %eax
    movq nodes+64(%rip), %rcx
    testq %rcx, %rcx
    je .Lout
    movl %eax, nodes+72(%rip)
    call *%rcx
    addl nodes+72(%rip), %eax
.Lout:
    leaq 8(%rsp), %rdi
    movl %eax, 40(%rsp)
    call g
    movl %eax, nodes+72(%rip)
    leaq numbers+16(%rip), %rdi
    leaq nodes(%rip), %rsi
    leaq f(%rip), %rdx
    movq %rdi, %rcx
    call h
    call c
    movq %rax, plain(%rip)
    movl nodes+72(%rip), %eax
    addq $56, %rsp
    ret
    end _start
function f, "i:v"
    movq nodes(%rip), %rcx
    movq nodes+8(%rip), %rdx
    movl $4, %eax
    addq -8(%rdx), %rax
    ret
    end f
function g, "i:O#0"
    movl 32(%rdi), %eax
    ret
    end g
# the start of an array and an index in it
function h, "a#1~+:a#1^,O#0!,x0,p"
    movq %rdi, %rax
    xorl %edx, %edx
    ret
    end h
# elements that are counted
function c, "c#1:v"
    leaq numbers+16(%rip), %rax
    movl $4, %edx
    ret
    end c
