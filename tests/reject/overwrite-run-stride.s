#! attack: walks over a strided run with half its stride
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-run-stride
typedef 0, 64, 8, "0+16x4:O#0"
typed data, table, 0, 1, 64
    .quad 0, 0, 0, 0, 0, 0, 0, 0
function _start, "i:v"
    leaq table(%rip), %rdi
    movl table+8(%rip), %ecx
    andl $3, %ecx
.ifdef TWIN
    shll $1, %ecx
.endif
    movl $7, %eax
.Lattack:
    movl %eax, 8(%rdi,%rcx,8)
    xorl %eax, %eax
    ret
    end _start
