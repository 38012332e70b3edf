#! attack: calls null
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program function-null-constant
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq f(%rip), %rax
.else
    xorl %eax, %eax
.endif
.Lattack:
    call *%rax
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
