#! attack: an index that may be one beyond the plain part in front of a run of pointer slots
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program overwrite-run-end
typedef 0, 64, 8, "32+8x4:O#0"
typed data, table, 0, 1, 64
    .quad 0, 0, 0, 0, 0, 0, 0, 0
function _start, "i:v"
    leaq table(%rip), %rdi
    movl table(%rip), %ecx
.ifdef TWIN
    cmpl $3, %ecx
.else
    cmpl $4, %ecx
.endif
    ja .Lpad
    movl $7, %eax
.Lattack:
    movq %rax, (%rdi,%rcx,8)
    xorl %eax, %eax
    ret
.Lpad:
    ud2
    end _start
