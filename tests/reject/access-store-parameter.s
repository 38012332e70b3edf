#! attack: writes through a parameter that it promised only to read
#! rule: R2 ACCESS_READ_ONLY
.include "vx.inc"
program access-store-parameter
object data, value, 4
    .long 7
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    call f
    addq $8, %rsp
    ret
    end _start
.ifdef TWIN
function f, "i:O4"
.else
function f, "i:o4"
.endif
    xorl %eax, %eax
.Lattack:
    movl %eax, (%rdi)
    ret
    end f
