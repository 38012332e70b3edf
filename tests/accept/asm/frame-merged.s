#! shows: one of two nodes of the frame, by a condition: both are published where the paths meet
#! status: 4
.include "vx.inc"
program frame-merged
typedef 0, 16, 8, "0:o#0"
start f, 1
function f, "i:i"
    subq $40, %rsp
    movq $0, (%rsp)
    movq $3, 8(%rsp)
    movq $0, 16(%rsp)
    movq $4, 24(%rsp)
    leaq (%rsp), %rax
    frame_typed 0, 1, "(%rsp)"
    testl %edi, %edi
    je 1f
    frame_typed 0, 1, "16(%rsp)"
    leaq 16(%rsp), %rax
1:
    movq $0, (%rax)
    movl 8(%rax), %eax
    addq $40, %rsp
    ret
    end f
