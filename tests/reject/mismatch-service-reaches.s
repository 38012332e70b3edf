#! attack: has a service read input over the end of an element into the next one's pointer
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program mismatch-service-reaches
import read, "l:i,w2,l"
typedef 0, 32, 8, "0:O#0"
typed data, nodes, 0, 2, 64
    .quad 0, 0, 0, 0, 0, 0, 0, 0
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    leaq nodes+8(%rip), %rsi
.ifdef TWIN
    movl $24, %edx
.else
    movl $32, %edx
.endif
.Lattack:
    call *__import_read(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
