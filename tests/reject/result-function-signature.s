#! attack: returns a function of another signature than is promised
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program result-function-signature
signature 0, "i:i"
function _start, "i:v"
    subq $8, %rsp
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "x0:v"
.ifdef TWIN
    leaq h(%rip), %rax
.else
    leaq g(%rip), %rax
.endif
.Lattack:
    ret
    end f
function g, "i:O8"
    xorl %eax, %eax
    ret
    end g
function h, "i:i"
    xorl %eax, %eax
    ret
    end h
