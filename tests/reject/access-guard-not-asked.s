#! attack: indexes a reference whose guard has not been compared: the index is small, but the reference may be null
#! rule: R2 ACCESS_NULL
#! status: 0
.include "vx.inc"
program access-guard-not-asked
start f, 0
function f, "i:o40,l"
    testq %rdi, %rdi
    je .Lnull
    movl $1, %eax
.Ltold:
.ifdef TWIN
    cmpq %rax, %rsi
.else
    cmpq $10, %rsi
.endif
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
