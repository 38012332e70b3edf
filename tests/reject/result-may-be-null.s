#! attack: uses a result at an offset beyond the null guard though it may be null
#! rule: R2 ACCESS_NULL
.include "vx.inc"
program result-may-be-null
object bss, large, 131072
    .zero 131072
function _start, "i:v"
    subq $8, %rsp
    call f
.ifdef TWIN
    testq %rax, %rax
    je .Lout
.endif
.Lattack:
    movl 70000(%rax), %eax
.Lout:
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "O131072:v"
    leaq large(%rip), %rax
    ret
    end f
