# The base of a patch that makes the verifier work: many places that can share one long hint.
.include "vx.inc"
program many
start f, 3
function f, "i:l"
    .rept 2000
    pushq $0
    .endr
    xorl %eax, %eax
    testq %rdi, %rdi
    .rept 2000
    js 1f
1:
    .endr
    addq $16000, %rsp
    ret
    end f
