#! attack: spills a lent parameter, reloads it and keeps it
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-spilled
typedef 0, 8, 8, "0:O8"
typed data, slot, 0, 1, 8
    .quad 0
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    leaq value(%rip), %rsi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:O8,O8!"
    pushq %rdi
    pushq %rsi
    xorl %eax, %eax
.ifdef TWIN
    movq (%rsp), %rcx
.else
    movq 8(%rsp), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    addq $16, %rsp
    ret
    end f
