#! attack: an index that is bounded, but reaches the return address
#! rule: R6 STACK_INDEX
.include "vx.inc"
program stack-index-over-return
start f, 3
function f, "i:l"
    subq $24, %rsp
    frame_object 16, "(%rsp)"
    xorl %eax, %eax
.ifdef TWIN
    cmpq $2, %rdi
.else
    cmpq $4, %rdi
.endif
    jae .Lpad
.Lattack:
    movq %rax, (%rsp,%rdi,8)
    addq $24, %rsp
    ret
.Lpad:
.ifdef TWIN
    # the twin's index is out of bounds on purpose: its trap is not what is tested
    addq $24, %rsp
    ret
.else
    ud1q 4(%rdi), %rax
.endif
    end f
