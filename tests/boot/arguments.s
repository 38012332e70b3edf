# Prints each argument and a newline; the status is their number.
.include "vx.inc"
program arguments
import argument_count, "i:v"
import argument_copy, "l:i,w2,l"
import write, "l:i,r2,l"
object bss, text, 256
    .skip 256
object rodata, newline, 1
    .ascii "\n"
function _start, "i:v"
    pushq %rbx
    pushq %rbp
    subq $8, %rsp
    xorl %ebx, %ebx
    call *__import_argument_count(%rip)
    movl %eax, %ebp
.Lturn:
    cmpl %ebp, %ebx
    jge .Lend
    movl %ebx, %edi
    leaq text(%rip), %rsi
    movl $256, %edx
    call *__import_argument_copy(%rip)
    cmpq $256, %rax
    ja .Lend
    movl $1, %edi
    leaq text(%rip), %rsi
    movq %rax, %rdx
    call *__import_write(%rip)
    movl $1, %edi
    leaq newline(%rip), %rsi
    movl $1, %edx
    call *__import_write(%rip)
    addl $1, %ebx
    jmp .Lturn
.Lend:
    movl %ebp, %eax
    addq $8, %rsp
    popq %rbp
    popq %rbx
    ret
    end _start
