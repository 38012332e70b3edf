#! attack: a reference to an element of a record array at a computed place that is no whole element
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-any-index
typedef 0, 16, 8, "0:O#0"
typed data, node, 0, 1, 16
    .quad 0, 0
typed data, nodes, 0, 4, 64
    .quad 0, 0, 0, 0, 0, 0, 0, 0
function _start, "i:v"
    leaq nodes(%rip), %rcx
    movl nodes+8(%rip), %edx
    andl $3, %edx
.ifdef TWIN
    shll $1, %edx
.endif
    leaq (%rcx,%rdx,8), %rcx
.Lattack:
    movq %rcx, node(%rip)
    xorl %eax, %eax
    ret
    end _start
