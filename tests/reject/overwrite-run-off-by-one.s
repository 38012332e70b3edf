#! attack: stores a reference at an index that may be one behind the end of a run of pointer slots
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-run-off-by-one
typedef 0, 80, 8, "0+16x4:O8"
typed data, table, 0, 1, 80
    .quad 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
object data, plain, 8
    .quad 0
function _start, "i:v"
    leaq table(%rip), %rdi
    leaq plain(%rip), %rdx
    movl table+8(%rip), %ecx
.ifdef TWIN
    cmpl $3, %ecx
.else
    cmpl $4, %ecx
.endif
    ja .Lpad
    shll $1, %ecx
.Lattack:
    movq %rdx, (%rdi,%rcx,8)
    xorl %eax, %eax
    ret
.Lpad:
    ud2
    end _start
