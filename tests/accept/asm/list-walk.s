#! shows: a list in data, linked by relocations, is walked to its end: each load of a slot gives the next reference
#! status: 42
.include "vx.inc"
program list-walk
typedef 0, 16, 8, "0:o#0"
typed data, nodes, 0, 3, 48
    .quad nodes + 32, 30
    .quad 0, 5
    .quad nodes + 16, 7
start f
function f, "i:v"
    leaq nodes(%rip), %rcx
    xorl %eax, %eax
1:
    addl 8(%rcx), %eax
    movq (%rcx), %rcx
    testq %rcx, %rcx
    jne 1b
    ret
    end f
