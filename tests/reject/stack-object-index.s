#! attack: indexes an array of the frame with a number that nothing bounds
#! rule: R6 STACK_INDEX
.include "vx.inc"
program stack-object-index
start f, 3
function f, "i:l"
    subq $24, %rsp
    frame_object 16, "(%rsp)"
    xorps %xmm0, %xmm0
    movups %xmm0, (%rsp)
.ifdef TWIN
    cmpq $16, %rdi
    jae .Lpad
.endif
.Lattack:
    movzbl (%rsp,%rdi), %eax
    addq $24, %rsp
    ret
.Lpad:
    ud1q 16(%rdi), %rax
    end f
