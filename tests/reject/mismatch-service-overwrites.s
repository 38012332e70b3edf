#! attack: has a service read input over the pointers of a structure
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-service-overwrites
import read, "l:i,w2,l"
typedef 0, 32, 8, "0:O#0"
typed data, node, 0, 1, 32
    .quad 0, 0, 0, 0
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
.ifdef TWIN
    leaq node+8(%rip), %rsi
.else
    leaq node(%rip), %rsi
.endif
    movl $24, %edx
.Lattack:
    call *__import_read(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
