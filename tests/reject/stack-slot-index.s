#! attack: a computed offset into slots, which hold what the checker relies on
#! rule: R6 STACK_INDEX
.include "vx.inc"
program stack-slot-index
start f, 3
function f, "i:l"
    subq $24, %rsp
.ifdef TWIN
    frame_object 16, "(%rsp)"
.endif
    xorl %eax, %eax
    movq %rax, (%rsp)
    movq %rax, 8(%rsp)
    cmpq $16, %rdi
    jae .Lpad
.Lattack:
    movb $1, (%rsp,%rdi)
    addq $24, %rsp
    ret
.Lpad:
    ud1q 16(%rdi), %rax
    end f
