#! attack: stores to the array that a service finds around a constant
#! rule: R2 ACCESS_READ_ONLY
.include "vx.inc"
program locate-read-only
import locate, "at0~+:t,ot0!^"
typedef 0, 8, 8
headed data, array, 0, 2, 16
    .quad 0, 0
headed rodata, constants, 0, 2, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
.ifdef TWIN
    leaq array+24(%rip), %rsi
.else
    leaq constants+24(%rip), %rsi
.endif
    call *__import_locate(%rip)
    testq %rax, %rax
    je .Lnone
.Lattack:
    movq $1, (%rax)
.Lnone:
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
