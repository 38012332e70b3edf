#! attack: allocates plain data and stores it where a structure with a pointer is due
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program allocate-other-type
import allocate, "At0:t,l"
typedef 0, 16, 8
typedef 1, 16, 8, "0:O#1"
typed data, node, 1, 1, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    movl $1, %edi
.else
    movl $0, %edi
.endif
    movl $2, %esi
    call *__import_allocate(%rip)
.Lattack:
    movq %rax, node(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
