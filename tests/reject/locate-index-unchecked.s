#! attack: uses the index that a service gives with an array which may be null
#! rule: R2 ACCESS_NULL
.include "vx.inc"
program locate-index-unchecked
import locate, "at0~+:t,ot0!^"
typedef 0, 8, 8
headed data, array, 0, 2, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    leaq array+24(%rip), %rsi
    call *__import_locate(%rip)
.ifdef TWIN
    cmpq -8(%rax), %rdx
.else
    cmpq $2, %rdx
.endif
    jae .Lnone
.Lattack:
    movl (%rax,%rdx,8), %eax
.Lnone:
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
