#! attack: index < n + 8 where n + 8 wraps
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-bound-wraps
object data, table, 16
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
start f, 3, 8
function f, "i:l,l"
    leaq table(%rip), %rcx
.ifdef TWIN
    movl $8, %eax
.else
    movq %rsi, %rax
.endif
    cmpq $9, %rax
    jae .Lpad
    subq $9, %rax
    cmpq %rax, %rdi
    jae .Lsecond
.ifdef TWIN
    cmpq $16, %rdi
    jae .Lsecond
.endif
.Lattack:
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q 9(%rax), %rax
.Lsecond:
    ud1q %rax, %rdi
    end f
