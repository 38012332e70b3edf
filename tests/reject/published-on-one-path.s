#! attack: takes what a slot of the frame held for what it holds after a callee may have changed it on one path
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program published-on-one-path
import argument_count, "i:v"
typedef 0, 8, 8, "0:O8"
object data, large, 64
    .quad 0, 0, 0, 0, 0, 0, 0, 0
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    call *__import_argument_count(%rip)
    leaq large(%rip), %rcx
    movq %rcx, (%rsp)
    testl %eax, %eax
    je .Lmeet
    leaq (%rsp), %rdi
    call f
.Lmeet:
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
