#! attack: `bsf` of zero leaves its destination as it was
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-bit-scan-of-zero
object data, table, 64
    .byte 1, 2, 3, 4
    .zero 60
start f, 8
function f, "i:l"
    leaq table(%rip), %rcx
    movl $100000, %eax
    bsfq %rdi, %rax
.ifdef TWIN
    cmpq $64, %rax
    jae .Lpad
.endif
.Lattack:
    movzbl (%rcx,%rax), %eax
    ret
.Lpad:
    ud1q 64(%rax), %rax
    end f
