#! attack: a plain store that runs from the end of an element into the next one's pointer slot
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-element-end
typedef 0, 16, 8, "0:O#0"
typed data, nodes, 0, 2, 32
    .quad 0, 1, 0, 2
function _start, "i:v"
    leaq nodes(%rip), %rdi
    pxor %xmm0, %xmm0
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movq %rax, 8(%rdi)
.else
    movups %xmm0, 8(%rdi)
.endif
    ret
    end _start
