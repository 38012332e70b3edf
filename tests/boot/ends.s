# Ends in the way that its number of arguments says: 1 status 200, 2 an index out of bounds, 3 a division by zero,
# 4 a null reference, 5 stack overflow, 6 not at all, 7 status -1.
.include "vx.inc"
program ends
import argument_count, "i:v"
object rodata, table, 10
    .skip 10, 7
function _start, "i:v"
    subq $8, %rsp
    call *__import_argument_count(%rip)
    cmpl $2, %eax
    je .Lbounds
    cmpl $3, %eax
    je .Ldivide
    cmpl $4, %eax
    je .Lnull
    cmpl $5, %eax
    je .Loverflow
    cmpl $6, %eax
    je .Lnever
    cmpl $7, %eax
    je .Lminus
    movl $200, %eax
    addq $8, %rsp
    ret
.Lminus:
    movl $-1, %eax
    addq $8, %rsp
    ret
.Lbounds:
    leaq table(%rip), %rdi
    movl $10, %esi
    movl $17, %edx
    call element
    addq $8, %rsp
    ret
.Ldivide:
    movl $1, %eax
    xorl %edx, %edx
    xorl %ecx, %ecx
    divl %ecx
    addq $8, %rsp
    ret
.Lnull:
    xorl %edi, %edi
    call value
    addq $8, %rsp
    ret
.Loverflow:
    call deeper
    addq $8, %rsp
    ret
.Lnever:
    jmp .Lnever
    end _start
function element, "i:r1,l,l"
    cmpq %rsi, %rdx
    jae .Lpad
    movzbl (%rdi,%rdx), %eax
    ret
.Lpad:
    ud1q %rsi, %rdx
    end element
function value, "i:o4"
    movl (%rdi), %eax
    ret
    end value
function deeper, "i:v"
    subq $4088, %rsp
    call deeper
    addq $4088, %rsp
    ret
    end deeper
