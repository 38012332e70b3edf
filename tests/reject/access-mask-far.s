#! attack: a mask whose lowest bit is too high for a step: more is taken away than a step
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program access-mask-far
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    movl $4, %esi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:o1073741824,l"
    testq %rdi, %rdi
    je .Lend
    movabsq $0x8000000000, %rcx
    cmpq %rcx, %rsi
    jae .Lend
    movq %rsi, %rax
.ifdef TWIN
    andq $-0x40000000, %rax
.else
    andq %rcx, %rax
.endif
    subq %rax, %rsi
.Lattack:
    movzbl (%rdi,%rsi), %ecx
.Lend:
    xorl %eax, %eax
    ret
    end f
