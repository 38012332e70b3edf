#! attack: takes an integer parameter for an address
#! rule: R2 ACCESS_BASE
#! status: 7
.include "vx.inc"
program access-parameter-base
object data, value, 8
    .quad 7
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    call f
    addq $8, %rsp
    ret
    end _start
.ifdef TWIN
function f, "i:o4"
.else
function f, "i:l"
.endif
.Lattack:
    movl (%rdi), %eax
    ret
    end f
