#! shows: a function called through its slot in memory, after a comparison of the slot's value with null
#! status: 33
.include "vx.inc"
program call-memory
signature 0, "l:l"
typedef 0, 16, 8, "8:x0"
start f
function triple, "l:l"
    leaq (%rdi,%rdi,2), %rax
    ret
    end triple
function f, "i:v"
    subq $40, %rsp
    leaq triple(%rip), %rax
    movq %rax, 16(%rsp)
    movl $11, %edi
    call *16(%rsp)
    addq $40, %rsp
    ret
    end f
