#! attack: calls an array of bytes
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program function-data
object data, code, 4
    .byte 0x31, 0xc0, 0xc3, 0
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq f(%rip), %rax
.else
    leaq code(%rip), %rax
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
