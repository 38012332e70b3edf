#! attack: checks the low half of a register and indexes with all of it (CVE-2020-8835)
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-truncated-check
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
.ifdef TWIN
    cmpq $10, %rdi
.else
    cmpl $10, %edi
.endif
    jae .Lpad
.Lattack:
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
