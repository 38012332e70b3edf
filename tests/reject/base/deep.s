# The base of a patch that puts rsp far below the deepest frame in a place that is only reached from below.
.include "vx.inc"
program deep
start f, 3
function f, "i:l"
    pushq $0
    jmp .Ltest
.Lturn:
    popq %rcx
    subq $1, %rdi
    pushq $0
.Ltest:
    testq %rdi, %rdi
    jne .Lturn
    popq %rcx
    xorl %eax, %eax
    ret
    end f
