#! attack: passes an object of the frame of whose run of pointers the last was not written
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-run
typedef 0, 64, 8, "0+16x4:O#0"
function _start, "i:v"
    subq $72, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    movq $0, 16(%rsp)
    movq $0, 32(%rsp)
.ifdef TWIN
    movq $0, 48(%rsp)
.else
    movq $0, 56(%rsp)
.endif
    leaq (%rsp), %rdi
.Lattack:
    call f
    addq $72, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
