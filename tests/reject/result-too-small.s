#! attack: returns a reference to less than the signature promises
#! rule: R5 CALL_RESULT
.include "vx.inc"
program result-too-small
object data, small, 8
    .quad 0
object data, large, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
    call f
    movl 8(%rax), %eax
    addq $8, %rsp
    ret
    end _start
function f, "O16:v"
.ifdef TWIN
    leaq large(%rip), %rax
.else
    leaq small(%rip), %rax
.endif
.Lattack:
    ret
    end f
