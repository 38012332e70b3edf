#! attack: calls a function pointer with a number where its signature has a reference
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program function-argument-type
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq f(%rip), %rax
.ifdef TWIN
    leaq value(%rip), %rdi
.else
    movl $0x500000, %edi
.endif
.Lattack:
    call *%rax
    addq $8, %rsp
    ret
    end _start
function f, "i:O8"
    xorl %eax, %eax
    ret
    end f
