#! attack: passes an object of 4 bytes where one of 8 is due
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-reference-small
.ifdef TWIN
object data, value, 8
.else
object data, value, 4
.endif
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
.Lattack:
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:o8"
    movl (%rdi), %eax
    ret
    end f
