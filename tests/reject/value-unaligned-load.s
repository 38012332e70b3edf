#! attack: reads eight bytes across two pointer slots as a reference
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program value-unaligned-load
typedef 0, 16, 8, "0:O#0 8:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    leaq node(%rip), %rdi
    movq %rdi, (%rdi)
    movq %rdi, 8(%rdi)
.ifdef TWIN
    movq 8(%rdi), %rcx
.else
    movq 4(%rdi), %rcx
.endif
.Lattack:
    movl 8(%rcx), %eax
    xorl %eax, %eax
    ret
    end _start
