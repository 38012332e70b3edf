# The base of the patches that make the verifier work: many slots, and many branches to one place.
.include "vx.inc"
program work
start spin, 3
function spin, "i:l"
    .rept 4001
    pushq $0
    .endr
.Lturn:
    subq $1, %rdi
    .rept 4000
    js .Lturn
    .endr
    xorl %eax, %eax
    addq $32008, %rsp
    ret
    end spin
