#! attack: a check before a loop is taken for one of each turn's index
#! rule: R2 ACCESS_BOUNDS
#! status: 55
.include "vx.inc"
program access-checked-once-for-a-loop
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 0, 10
function f, "i:l,l"
    leaq table(%rip), %rcx
    xorl %eax, %eax
.ifndef TWIN
    cmpq $10, %rdi
    jae .Lpad
.endif
.Lturn:
.ifdef TWIN
    cmpq $10, %rdi
    jae .Lpad
.endif
.Lattack:
    movzbl (%rcx,%rdi), %edx
    addl %edx, %eax
    addq $1, %rdi
    cmpq %rsi, %rdi
    jne .Lturn
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
