#! shows: a reference that may be null, tested and used
#! status: 7
.include "vx.inc"
program null-test
object rodata, value, 4
    .long 7
function _start, "i:v"
    pushq %rbx
    xorl %edi, %edi
    call f
    movl %eax, %ebx
    leaq value(%rip), %rdi
    call f
    addl %ebx, %eax
    popq %rbx
    ret
    end _start
function f, "i:o4"
    xorl %eax, %eax
    testq %rdi, %rdi
    je .Lout
    movl (%rdi), %eax
.Lout:
    ret
    end f
