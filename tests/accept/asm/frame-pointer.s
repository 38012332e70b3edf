#! shows: a frame kept through rbp and ended by leave
#! status: 12
.include "vx.inc"
program frame-pointer
start f, 5
function f, "i:l"
    pushq %rbp
    movq %rsp, %rbp
    subq $32, %rsp
    movq %rdi, -8(%rbp)
    movl $7, -12(%rbp)
    movl -12(%rbp), %eax
    addl -8(%rbp), %eax
    leave
    ret
    end f
