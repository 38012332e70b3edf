#! attack: exchanges a number with a pointer slot
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program overwrite-exchange
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 5
function _start, "i:v"
    leaq node(%rip), %rdx
    movl $0x400000, %ecx
.Lattack:
.ifdef TWIN
    movq %rcx, 8(%rdx)
.else
    movq %rcx, (%rdx)
.endif
    movq (%rdx), %rcx
    xorl %eax, %eax
    ret
    end _start
