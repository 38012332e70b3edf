# Copies standard input, or the file that the first argument names, to standard output. Status 1: no such file.
.include "vx.inc"
program cat
import argument_count, "i:v"
import argument_copy, "l:i,w2,l"
import open, "i:r1,l,i"
import read, "l:i,w2,l"
import write, "l:i,r2,l"
object bss, name, 256
    .skip 256
object bss, buffer, 4096
    .skip 4096
function _start, "i:v"
    pushq %rbx
    xorl %ebx, %ebx
    call *__import_argument_count(%rip)
    cmpl $2, %eax
    jl .Lcopy
    movl $1, %edi
    leaq name(%rip), %rsi
    movl $256, %edx
    call *__import_argument_copy(%rip)
    cmpq $256, %rax
    ja .Lfail
    leaq name(%rip), %rdi
    movq %rax, %rsi
    xorl %edx, %edx
    call *__import_open(%rip)
    testl %eax, %eax
    js .Lfail
    movl %eax, %ebx
.Lcopy:
    movl %ebx, %edi
    leaq buffer(%rip), %rsi
    movl $4096, %edx
    call *__import_read(%rip)
    testq %rax, %rax
    je .Lend
    cmpq $4096, %rax
    ja .Lfail
    movl $1, %edi
    leaq buffer(%rip), %rsi
    movq %rax, %rdx
    call *__import_write(%rip)
    jmp .Lcopy
.Lend:
    xorl %eax, %eax
    popq %rbx
    ret
.Lfail:
    movl $1, %eax
    popq %rbx
    ret
    end _start
