#! attack: lets a service find the array that a lent parameter is in, and so gets it for good
#! rule: R4 LIFETIME_ARGUMENT
.include "vx.inc"
program lifetime-argument-locate
import locate, "at0~+:t,ot0!^"
typedef 0, 8, 8
headed data, array, 0, 2, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
    leaq array+24(%rip), %rdi
    movq %rdi, %rsi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:O#0,O#0!"
    subq $8, %rsp
.ifndef TWIN
    movq %rdi, %rsi
.endif
    xorl %edi, %edi
.Lattack:
    call *__import_locate(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end f
