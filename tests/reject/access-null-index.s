#! attack: indexes a reference that may be null, far over the null guard
#! rule: R2 ACCESS_NULL
#! status: 0
.include "vx.inc"
program access-null-index
object bss, big, 200000
    .zero 200000
function _start, "i:v"
    subq $8, %rsp
    leaq big(%rip), %rdi
    movl $150000, %esi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:o200000,l"
.ifdef TWIN
    testq %rdi, %rdi
    je .Lnull
.endif
    cmpq $200000, %rsi
    jae .Lpad
.Lattack:
    movzbl (%rdi,%rsi), %eax
    ret
.Lpad:
    ud1q 200000(%rsi), %rax
.Lnull:
    ud2
    end f
