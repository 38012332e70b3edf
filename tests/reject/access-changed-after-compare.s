#! attack: changes the index between the comparison and the branch
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-changed-after-compare
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    cmpq $10, %rdi
.ifdef TWIN
    leaq 100(%rdi), %rdx
.else
    leaq 100(%rdi), %rdi
.endif
    jae .Lpad
.Lattack:
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
