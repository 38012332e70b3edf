#! attack: reads the lower half of a pointer slot, which fits 32 bits, as a reference
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program value-half-of-slot
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    leaq node(%rip), %rdi
    movq %rdi, (%rdi)
.ifdef TWIN
    movq (%rdi), %rcx
.else
    movl (%rdi), %ecx
.endif
.Lattack:
    movl 8(%rcx), %eax
    ret
    end _start
