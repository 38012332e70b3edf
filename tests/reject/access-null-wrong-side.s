#! attack: uses a reference on the side of the test where it is null
#! rule: R2 ACCESS_NULL
.include "vx.inc"
program access-null-wrong-side
object bss, big, 200000
    .zero 200000
function _start, "i:v"
    subq $8, %rsp
    leaq big(%rip), %rdi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:o200000"
    xorl %eax, %eax
    testq %rdi, %rdi
.ifdef TWIN
    je .Lout
.else
    jne .Lout
.endif
.Lattack:
    movzbl 100000(%rdi), %eax
.Lout:
    ret
    end f
