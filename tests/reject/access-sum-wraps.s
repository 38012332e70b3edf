#! attack: checks index + 5, which wraps for -1, and uses the index
#! rule: R2 ACCESS_BOUNDS
#! status: 9
.include "vx.inc"
program access-sum-wraps
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    leaq 5(%rdi), %rax
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
