#! attack: a 32-bit conditional move clears the upper half even when it does not move
#! rule: R2 ACCESS_BOUNDS
#! status: 1
.include "vx.inc"
program access-conditional-move-32
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    movabsq $0x100000000, %rax
    movq %rax, %rdx
    testq %rdi, %rdi
.ifdef TWIN
    cmoveq %rdx, %rax
.else
    cmovel %edx, %eax
.endif
    movabsq $0x100000000, %rdx
    subq %rdx, %rax
.ifdef TWIN
    cmpq $10, %rax
    jae .Lpad
.endif
.Lattack:
    movzbl (%rcx,%rax), %eax
    ret
.Lpad:
    ud1q 10(%rax), %rax
    end f
