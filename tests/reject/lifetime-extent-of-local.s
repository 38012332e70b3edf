#! attack: keeps the reference to a local that the service which measures it hands back
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-extent-of-local
import extent, "c1~:o1^"
typedef 0, 8, 8, "0:o1"
typed data, slot, 0, 1, 8
    .quad 0
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $24, %rsp
    frame_object 8, "8(%rsp)"
    movq $0, 8(%rsp)
.ifdef TWIN
    leaq value(%rip), %rdi
.else
    leaq 8(%rsp), %rdi
.endif
    call *__import_extent(%rip)
    testq %rdx, %rdx
    je .Lnone
.Lattack:
    movq %rax, slot(%rip)
.Lnone:
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
