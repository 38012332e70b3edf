# The hostile program of `make run`: it means to print the memory behind its own array, a byte at a time, for as
# long as anything answers. The verifier must refuse it; were it run, its output would be another's secrets.
#! status: 1
.include "vx.inc"
program hostile
import write, "l:i,r2,l"
object data, secret, 16
    .ascii "nothing to hide\n"
object data, letter, 1
    .byte 0
function _start, "i:v"
    pushq %rbx
    xorl %ebx, %ebx
.Lturn:
    leaq secret(%rip), %rcx
    movzbl (%rcx,%rbx), %eax
    movb %al, letter(%rip)
    movl $1, %edi
    leaq letter(%rip), %rsi
    movl $1, %edx
    call *__import_write(%rip)
    incq %rbx
    cmpq $1, %rax
    je .Lturn
    movl $1, %eax
    popq %rbx
    ret
    end _start
