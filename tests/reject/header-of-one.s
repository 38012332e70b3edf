#! attack: reads the count in front of a parameter that may lie inside something
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program header-of-one
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    subq $8, %rsp
    leaq array+16(%rip), %rdi
    movq %rdi, %rsi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:o#0,a#0"
    movl (%rdi), %eax
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movq -8(%rsi), %rdx
.else
    movq -8(%rdi), %rdx
.endif
    ret
    end f
