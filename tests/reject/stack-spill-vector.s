#! attack: a vector store over two spilled values, one of them a checked index
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program stack-spill-vector
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
object data, ones, 16
    .quad -1, -1
start f, 3
function f, "i:l"
    subq $40, %rsp
    leaq table(%rip), %rcx
    cmpq $10, %rdi
    jae .Lpad
    movups ones(%rip), %xmm0
    movq %rdi, 8(%rsp)
.ifdef TWIN
    movups %xmm0, 16(%rsp)
.else
    movups %xmm0, (%rsp)
.endif
    movq 8(%rsp), %rdx
.Lattack:
    movzbl (%rcx,%rdx), %eax
    addq $40, %rsp
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
