#! attack: calls bytes that it wrote as data
#! rule: R1 CODE_CALL_TARGET
.include "vx.inc"
program code-call-data
object data, bytes, 4
    .byte 0x0f, 0x05, 0xc3, 0x90
function _start, "i:v"
    subq $8, %rsp
    movl bytes(%rip), %eax
.Lattack:
.ifdef TWIN
    call f
.else
    call bytes
.endif
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
