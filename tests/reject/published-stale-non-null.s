#! attack: reads a pointer slot back after a callee may have cleared it, and takes it for the reference stored before
#! rule: R2 ACCESS_NULL
.include "vx.inc"
program published-stale-non-null
typedef 0, 8, 8, "0:O131072"
object bss, large, 131072
    .zero 131072
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    leaq large(%rip), %rcx
    movq %rcx, (%rsp)
    leaq (%rsp), %rdi
    call f
    movq (%rsp), %rcx
.ifdef TWIN
    testq %rcx, %rcx
    je .Lout
.endif
.Lattack:
    movl 70000(%rcx), %eax
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
