#! attack: walks over elements in steps of their runs of slots, which are not all of the same steps
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-array-runs
.ifdef TWIN
typedef 0, 64, 8, "0+32x2:O#0 24+32x2:O#0"
.else
typedef 0, 64, 8, "0+32x2:O#0 40:O#0"
.endif
typed data, table, 0, 4, 256
    .fill 32, 8, 0
function _start, "i:v"
    leaq table(%rip), %rdi
    movl table+8(%rip), %ecx
    andl $7, %ecx
    shll $2, %ecx
    movl $7, %eax
.Lattack:
    movl %eax, 8(%rdi,%rcx,8)
    xorl %eax, %eax
    ret
    end _start
