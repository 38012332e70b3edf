#! attack: indexes pointers in the frame by a number of which one was not written
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-by-index
import argument_count, "i:v"
typedef 0, 8, 8, "0:O8"
function _start, "i:v"
    subq $40, %rsp
    frame_typed 0, 4, "(%rsp)"
    call *__import_argument_count(%rip)
    andl $3, %eax
    movq $0, (%rsp)
    movq $0, 8(%rsp)
    movq $0, 16(%rsp)
.ifdef TWIN
    movq $0, 24(%rsp)
.endif
.Lattack:
    movq (%rsp,%rax,8), %rcx
    testq %rcx, %rcx
    je .Lout
    movl (%rcx), %eax
.Lout:
    xorl %eax, %eax
    addq $40, %rsp
    ret
    end _start
