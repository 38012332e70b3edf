#! attack: checks index * 24, whose upper bits are gone, and uses the index
#! rule: R2 ACCESS_BOUNDS
#! status: 1
.include "vx.inc"
program access-product-wraps
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 0
function f, "i:l"
    leaq table(%rip), %rcx
.ifdef TWIN
    imulq $1, %rdi, %rax
.else
    imulq $24, %rdi, %rax
.endif
    cmpq $10, %rax
    jae .Lpad
.Lattack:
.ifdef TWIN
    movzbl (%rcx,%rax), %eax
.else
    movzbl (%rcx,%rdi), %eax
.endif
    ret
.Lpad:
    ud1q 10(%rax), %rax
    end f
