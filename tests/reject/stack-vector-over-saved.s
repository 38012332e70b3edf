#! attack: one vector store over a local and the return address
#! rule: R6 STACK_RETURN
.include "vx.inc"
program stack-vector-over-saved
start f
function f, "i:v"
    subq $24, %rsp
    xorps %xmm0, %xmm0
.ifdef TWIN
    movups %xmm0, 8(%rsp)
.else
    movups %xmm0, 16(%rsp)
.endif
    xorl %eax, %eax
    addq $24, %rsp
.Lattack:
    ret
    end f
