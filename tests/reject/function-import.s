#! attack: makes a function pointer of a service's address
#! rule: R2 ACCESS_GLOBAL
.include "vx.inc"
program function-import
import argument_count, "i:v"
function _start, "i:v"
    subq $8, %rsp
.Lattack:
.ifdef TWIN
    leaq f(%rip), %rax
.else
    movq __import_argument_count(%rip), %rax
.endif
    call *%rax
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    subq $8, %rsp
    call *__import_argument_count(%rip)
    addq $8, %rsp
    ret
    end f
