#! attack: reads a reference at a computed place that may be a plain member
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program value-computed-load
typedef 0, 16, 8, "0:O#0"
typed data, nodes, 0, 2, 32
    .quad 0, 0, 0, 0
function _start, "i:v"
    leaq nodes(%rip), %rdi
    movq %rdi, (%rdi)
    movq %rdi, 16(%rdi)
    movl 8(%rdi), %esi
.ifdef TWIN
    andl $1, %esi
    shll $1, %esi
.else
    andl $3, %esi
.endif
    movq (%rdi,%rsi,8), %rcx
.Lattack:
    movl 8(%rcx), %eax
    xorl %eax, %eax
    ret
    end _start
