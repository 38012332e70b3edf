#! attack: passes a callback with another signature
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program function-argument-signature
signature 0, "i:i"
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq g(%rip), %rdi
.else
    leaq f(%rip), %rdi
.endif
.Lattack:
    call h
    addq $8, %rsp
    ret
    end _start
function f, "i:O8"
    xorl %eax, %eax
    ret
    end f
function g, "i:i"
    xorl %eax, %eax
    ret
    end g
function h, "i:x0"
    xorl %eax, %eax
    ret
    end h
