#! attack: an access of 4 bytes where the check admits the last byte
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-too-wide
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    cmpq $10, %rdi
    jae .Lpad
.Lattack:
.ifdef TWIN
    movzbl (%rcx,%rdi), %eax
.else
    movl (%rcx,%rdi), %eax
.endif
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
