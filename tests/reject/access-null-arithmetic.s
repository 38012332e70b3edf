#! attack: adds to a reference that may be null, then tests the sum (CVE-2022-23222)
#! rule: R2 ACCESS_NULL
.include "vx.inc"
program access-null-arithmetic
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
.ifdef TWIN
    testq %rdi, %rdi
    je .Lnull
    addq $100000, %rdi
.else
    addq $100000, %rdi
    testq %rdi, %rdi
    je .Lnull
.endif
.Lattack:
    movzbl (%rdi), %eax
    ret
.Lnull:
    ud2
    end f
