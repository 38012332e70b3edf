#! attack: compares what its guard has become by an addition, which is not 0 where the reference is null
#! rule: R2 ACCESS_NULL
#! status: 0
.include "vx.inc"
program access-guard-changed
start f, 0
function f, "i:o40,l"
    testq %rdi, %rdi
    je .Lnull
    movl $1, %eax
.Ltold:
.ifndef TWIN
    incq %rax
.endif
    cmpq %rax, %rsi
    jae .Lpad
.Lattack:
    movl (%rdi,%rsi,4), %eax
.Lpad:
    xorl %eax, %eax
    ret
.Lnull:
    xorl %eax, %eax
    jmp .Ltold
    end f
