#! attack: a result that is as writable as its argument comes from a call that was given a constant as well
#! rule: R4 LIFETIME_RESULT
.include "vx.inc"
program read-only-inherited-of-both
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
    leaq value(%rip), %rsi
.else
    leaq constant(%rip), %rsi
.endif
    call h
    addq $8, %rsp
.Lattack:
    ret
    end f
function h, "o8~:o8^,o8^"
    movq %rsi, %rax
    ret
    end h
