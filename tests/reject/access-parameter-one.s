#! attack: reads past the one object that the signature promises
#! rule: R2 ACCESS_BOUNDS
#! status: 7
.include "vx.inc"
program access-parameter-one
object data, value, 4
    .long 7
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:o4"
.Lattack:
.ifdef TWIN
    movl (%rdi), %eax
.else
    movq (%rdi), %rax
.endif
    ret
    end f
