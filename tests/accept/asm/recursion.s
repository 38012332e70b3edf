#! shows: a function that calls itself
#! status: 120
.include "vx.inc"
program recursion
start factorial, 5
function factorial, "i:i"
    pushq %rbx
    movl $1, %eax
    cmpl $2, %edi
    jb .Lout
    movl %edi, %ebx
    leal -1(%rdi), %edi
    call factorial
    imull %ebx, %eax
.Lout:
    popq %rbx
    ret
    end factorial
