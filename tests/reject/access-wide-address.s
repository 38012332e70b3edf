#! attack: checks a scaled index in 32 bits and uses it in 64 (CVE-2023-26489)
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-wide-address
object data, table, 40
    .long 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    movl %edi, %edi
    movl %edi, %eax
    shll $2, %eax
    cmpq $40, %rax
    jae .Lpad
.ifdef TWIN
    andl $-4, %eax
    movl %eax, %edi
    shrl $2, %edi
    cmpq $10, %rdi
    jae .Lpad
.endif
.Lattack:
    movl (%rcx,%rdi,4), %eax
    ret
.Lpad:
    ud1q 40(%rax), %rax
    end f
