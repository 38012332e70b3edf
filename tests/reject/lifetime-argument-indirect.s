#! attack: passes a local through a function pointer to a function that may keep it
#! rule: R4 LIFETIME_ARGUMENT
.include "vx.inc"
program lifetime-argument-indirect
typedef 0, 8, 8, "0:x0"
signature 0, "i:O8!"
typed data, slot, 0, 1, 8
    .quad g
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $24, %rsp
    frame_object 8, "8(%rsp)"
    movq $0, 8(%rsp)
    movq slot(%rip), %rax
    testq %rax, %rax
    je .Lpad
.ifdef TWIN
    leaq value(%rip), %rdi
.else
    leaq 8(%rsp), %rdi
.endif
.Lattack:
    call *%rax
    addq $24, %rsp
    ret
.Lpad:
    ud2
    end _start
function g, "i:O8!"
    xorl %eax, %eax
    ret
    end g
