#! attack: takes a pointer out of memory by way of a vector register
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program value-vector-load
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    leaq node(%rip), %rdi
    movq %rdi, (%rdi)
.ifdef TWIN
    movq (%rdi), %rcx
.else
    movsd (%rdi), %xmm0
    movq %xmm0, %rcx
.endif
.Lattack:
    movl 8(%rcx), %eax
    ret
    end _start
