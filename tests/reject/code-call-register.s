#! attack: calls an address that it computed
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-call-register
function _start, "i:v"
    subq $8, %rsp
    leaq f(%rip), %rax
.Lattack:
.ifdef TWIN
    call f
.else
    call *%rax
.endif
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
