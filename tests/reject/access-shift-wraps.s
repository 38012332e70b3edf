#! attack: checks index * 8, whose upper bits are gone, and uses the index
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-shift-wraps
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    movq %rdi, %rax
.ifndef TWIN
    shlq $3, %rax
.endif
    cmpq $10, %rax
    jae .Lpad
.Lattack:
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q 10(%rax), %rax
    end f
