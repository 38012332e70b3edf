#! shows: a reference to anything becomes one to a type when its header says so
#! status: 25
.include "vx.inc"
program any-cast
typedef 0, 8, 8
typedef 1, 24, 8, "0:p"
headed data, number, 0, 1, 8
    .quad 25
headed data, box, 1, 1, 24
    .quad number + 16, 4, 5
typedef 2, 8, 8, "0:p"
typed data, root, 2, 1, 8
    .quad box + 16
start f
function f, "i:v"
    movq root(%rip), %rcx
    xorl %eax, %eax
1:
    cmpl $1, -16(%rcx)
    jne 2f
    movq (%rcx), %rcx
    jmp 1b
2:
    cmpl $0, -16(%rcx)
    jne 3f
    movl (%rcx), %eax
3:
    ret
    end f
