#! attack: passes a reference to the end of an object, behind its last byte
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-reference-end
object data, value, 16
    .zero 16
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
.ifdef TWIN
    addq $8, %rdi
.else
    addq $16, %rdi
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
