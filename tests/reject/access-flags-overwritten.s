#! attack: other flags decide the branch than the comparison's
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-flags-overwritten
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    xorl %eax, %eax
    cmpq $10, %rdi
.ifndef TWIN
    addl $1, %eax
.endif
    jae .Lpad
.Lattack:
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
