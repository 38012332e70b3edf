#! attack: stores a number at a computed place of an array in which every second place is a pointer slot
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-index
typedef 0, 16, 8, "0:O#0"
typed data, nodes, 0, 4, 64
    .quad 0, 1, 0, 2, 0, 3, 0, 4
function _start, "i:v"
    subq $8, %rsp
    leaq nodes(%rip), %rdi
    movl $5, %esi
    call f
    addq $8, %rsp
    ret
    end _start
# changes place `index`
function f, "i:O#0,l"
    leaq nodes(%rip), %rdi
.ifdef TWIN
    andl $3, %esi
    shll $1, %esi
.else
    andl $7, %esi
.endif
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movl %eax, 8(%rdi,%rsi,8)
.else
    movl %eax, (%rdi,%rsi,8)
.endif
    ret
    end f
