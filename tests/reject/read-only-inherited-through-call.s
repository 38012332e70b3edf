#! attack: a result that is as writable as its argument is a constant that a called function returned
#! rule: R4 LIFETIME_RESULT
.include "vx.inc"
program read-only-inherited-through-cal
object rodata, constant, 8
    .quad 1
object data, value, 8
    .quad 1
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "o8~:O8^"
    subq $8, %rsp
.ifdef TWIN
    call h
.else
    call g
.endif
    addq $8, %rsp
.Lattack:
    ret
    end f
function g, "o8:O8^"
    leaq constant(%rip), %rax
    ret
    end g
function h, "o8~:O8^"
    movq %rdi, %rax
    ret
    end h
