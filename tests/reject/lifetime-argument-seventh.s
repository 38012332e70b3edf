#! attack: passes a lent parameter on the stack to a function that may keep it
#! rule: R4 LIFETIME_ARGUMENT
.include "vx.inc"
program lifetime-argument-seventh
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
    subq $8, %rsp
.ifdef TWIN
    pushq %rsi
.else
    pushq %rdi
.endif
    pushq %rsi
    xorl %edi, %edi
    xorl %esi, %esi
    xorl %edx, %edx
    xorl %ecx, %ecx
    xorl %r8d, %r8d
    xorl %r9d, %r9d
    subq $8, %rsp
    pushq 16(%rsp)
.Lattack:
    call g
    addq $40, %rsp
    ret
    end f
function g, "i:i,i,i,i,i,i,O8!"
    xorl %eax, %eax
    ret
    end g
