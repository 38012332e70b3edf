#! attack: reads one byte more than a service says that there are
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program extent-behind
import extent, "c1~:o1^"
object data, text, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq text+3(%rip), %rdi
    call *__import_extent(%rip)
    testq %rdx, %rdx
    je .Lnone
.Lattack:
.ifdef TWIN
    movzbl -1(%rax,%rdx), %eax
.else
    movzbl (%rax,%rdx), %eax
.endif
.Lnone:
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
