#! attack: one byte of a spilled index is overwritten after its check
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program stack-spill-byte
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    subq $24, %rsp
    leaq table(%rip), %rcx
    cmpq $10, %rdi
    jae .Lpad
    movq %rdi, (%rsp)
.ifdef TWIN
    movb $127, 8(%rsp)
.else
    movb $127, 7(%rsp)
.endif
    movq (%rsp), %rdx
.Lattack:
    movzbl (%rcx,%rdx), %eax
    addq $24, %rsp
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
