#! attack: a signed comparison, which negative indexes pass
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-signed-check
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    cmpq $10, %rdi
.ifdef TWIN
    jae .Lpad
.else
    jge .Lpad
.endif
.Lattack:
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
