#! attack: reads a pointer slot in two halves, puts them together and goes there
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program value-two-halves
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    leaq node(%rip), %rdi
    movq %rdi, (%rdi)
.ifdef TWIN
    movq (%rdi), %rcx
.else
    movl 4(%rdi), %ecx
    movl (%rdi), %edx
    shlq $32, %rcx
    orq %rdx, %rcx
.endif
.Lattack:
    movl 8(%rcx), %eax
    ret
    end _start
