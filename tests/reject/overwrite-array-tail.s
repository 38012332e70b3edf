#! attack: walks over elements in steps of their run of slots, though there is more in an element than the run
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-array-tail
.ifdef TWIN
typedef 0, 48, 8, "0+16x3:O#0"
typed data, table, 0, 5, 240
    .fill 30, 8, 0
.else
typedef 0, 56, 8, "0+16x3:O#0"
typed data, table, 0, 5, 280
    .fill 35, 8, 0
.endif
function _start, "i:v"
    leaq table(%rip), %rdi
    movl table+8(%rip), %ecx
    andl $7, %ecx
    addl %ecx, %ecx
    movl $7, %eax
.Lattack:
    movl %eax, 8(%rdi,%rcx,8)
    xorl %eax, %eax
    ret
    end _start
