#! attack: passes a number where a reference is due
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-reference-number
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq value(%rip), %rdi
.else
    movl $0x400000, %edi
.endif
.Lattack:
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:o8"
    movl (%rdi), %eax
    ret
    end f
