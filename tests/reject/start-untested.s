#! attack: takes an object whose type nobody has tested for an array, since a service says that it starts there
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program start-untested
import start, "p~:t,ot0!^"
typedef 0, 8, 8
headed data, array, 0, 2, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    leaq array+16(%rip), %rsi
    call *__import_start(%rip)
    testq %rax, %rax
    je .Lnone
.ifdef TWIN
    cmpl $0, -16(%rax)
    jne .Lnone
.endif
.Lattack:
    movl (%rax), %eax
.Lnone:
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
