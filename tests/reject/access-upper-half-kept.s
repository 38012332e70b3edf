#! attack: bounds survive a 32-bit operation that changed the value (CVE-2021-3490)
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-upper-half-kept
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    cmpq $10, %rdi
    jae .Lpad
.ifdef TWIN
    movl %edi, %edi
.else
    subl $5, %edi
.endif
.Lattack:
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
