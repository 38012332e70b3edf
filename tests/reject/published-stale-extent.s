#! attack: reads a pointer slot back after a callee may have changed it, and takes the array for the one stored before
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program published-stale-extent
typedef 0, 8, 8, "0:O8"
object data, large, 64
    .quad 0, 0, 0, 0, 0, 0, 0, 0
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    leaq large(%rip), %rcx
    movq %rcx, (%rsp)
    leaq (%rsp), %rdi
    call f
    movq (%rsp), %rcx
    testq %rcx, %rcx
    je .Lout
.Lattack:
.ifdef TWIN
    movl (%rcx), %eax
.else
    movl 32(%rcx), %eax
.endif
.Lout:
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    movq $0, (%rdi)
    xorl %eax, %eax
    ret
    end f
