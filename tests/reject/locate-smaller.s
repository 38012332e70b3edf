#! attack: asks a service for the array of a type that the reference is too short for
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program locate-smaller
import locate, "at0~+:t,ot0!^"
typedef 0, 16, 8
typedef 1, 8, 8
headed data, array, 1, 2, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    movl $1, %edi
.else
    movl $0, %edi
.endif
    leaq array+24(%rip), %rsi
.Lattack:
    call *__import_locate(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
