#! attack: has a service find the array of one type that a reference is in, and keeps it as one of another
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program locate-other-type
import locate, "at0~+:t,ot0!^"
typedef 0, 8, 8
typedef 1, 8, 4
typedef 2, 8, 8, "0:a#1"
headed data, array, 1, 2, 16
    .quad 0, 0
typed data, slot, 2, 1, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    movl $1, %edi
.else
    movl $0, %edi
.endif
    leaq array+24(%rip), %rsi
    call *__import_locate(%rip)
.Lattack:
    movq %rax, slot(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
