#! attack: checks an index in memory, then loads it again
#! rule: R2 ACCESS_BOUNDS
#! status: 3
.include "vx.inc"
program access-loaded-twice
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
object data, position, 8
    .quad 2
start f
function f, "i:v"
    leaq table(%rip), %rcx
    movq position(%rip), %rdi
    cmpq $10, %rdi
    jae .Lpad
.ifdef TWIN
    movq position(%rip), %rdx
.else
    movq position(%rip), %rdi
.endif
.Lattack:
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q 10(%rdi), %rax
    end f
