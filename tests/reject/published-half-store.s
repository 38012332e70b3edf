#! attack: stores half a pointer slot of the frame after a reference to it was passed
#! rule: R3 TYPE_OVERWRITE
.include "vx.inc"
program published-half-store
typedef 0, 16, 8, "0:O#0"
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    leaq (%rsp), %rdi
    call f
.Lattack:
.ifdef TWIN
    movl $7, 8(%rsp)
.else
    movl $7, (%rsp)
.endif
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
