#! attack: returns an array in the frame with its length
#! rule: R5 CALL_RESULT
.include "vx.inc"
program lifetime-return-two-words
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "c8:v"
    subq $24, %rsp
    frame_object 8, "8(%rsp)"
    movq $0, 8(%rsp)
.ifdef TWIN
    leaq value(%rip), %rax
.else
    leaq 8(%rsp), %rax
.endif
    movl $1, %edx
    addq $24, %rsp
.Lattack:
    ret
    end f
