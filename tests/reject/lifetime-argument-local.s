#! attack: passes a local to a function that may keep it
#! rule: R4 LIFETIME_ARGUMENT
.include "vx.inc"
program lifetime-argument-local
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $24, %rsp
    frame_object 8, "8(%rsp)"
    movq $0, 8(%rsp)
.ifdef TWIN
    leaq value(%rip), %rdi
.else
    leaq 8(%rsp), %rdi
.endif
.Lattack:
    call g
    addq $24, %rsp
    ret
    end _start
function g, "i:O8!"
    xorl %eax, %eax
    ret
    end g
