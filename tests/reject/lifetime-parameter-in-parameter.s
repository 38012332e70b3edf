#! attack: stores one lent parameter in what another points to
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-parameter-in-parameter
typedef 0, 8, 8, "0:O#0"
typed data, node, 0, 1, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq node(%rip), %rdi
    movq %rdi, %rsi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:O#0,O#0"
    xorl %eax, %eax
.ifdef TWIN
    movq (%rsi), %rcx
.else
    movq %rsi, %rcx
.endif
.Lattack:
    movq %rcx, (%rdi)
    ret
    end f
