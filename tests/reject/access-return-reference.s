#! attack: returns the address of a frame object as a number, for the caller to read through
#! rule: R2 ACCESS_BASE
#! status: 7
.include "vx.inc"
program access-return-reference
object data, value, 8
    .quad 7
function _start, "i:v"
    subq $8, %rsp
    call f
.ifdef TWIN
    leaq value(%rip), %rax
.endif
.Lattack:
    movl (%rax), %eax
    addq $8, %rsp
    ret
    end _start
function f, "l:v"
    subq $24, %rsp
    movq $5, (%rsp)
    movq %rsp, %rax
    addq $24, %rsp
    ret
    end f
