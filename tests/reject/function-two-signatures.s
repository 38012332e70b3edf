#! attack: calls one of two functions whose signatures differ, by which path was taken
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program function-two-signatures
import argument_count, "i:v"
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    call *__import_argument_count(%rip)
    leaq g(%rip), %rcx
    testl %eax, %eax
    je .Lmeet
.ifdef TWIN
    leaq h(%rip), %rcx
.else
    leaq f(%rip), %rcx
.endif
.Lmeet:
    leaq value(%rip), %rdi
.Lattack:
    call *%rcx
    addq $8, %rsp
    ret
    end _start
function f, "i:O16"
    xorl %eax, %eax
    ret
    end f
function g, "i:O8"
    xorl %eax, %eax
    ret
    end g
function h, "i:O8"
    xorl %eax, %eax
    ret
    end h
