#! attack: writes the pointer slot of a frame object with a vector register, then passes the object
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-vector
typedef 0, 16, 8, "0:O#0"
object data, bytes, 16
    .quad 0x500000, 0
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    movups bytes(%rip), %xmm0
    movups %xmm0, (%rsp)
.ifdef TWIN
    movq $0, (%rsp)
.endif
    leaq (%rsp), %rdi
.Lattack:
    call f
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
