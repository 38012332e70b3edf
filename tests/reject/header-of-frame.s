#! attack: reads the count in front of an object of the frame
#! rule: R6 STACK_INDEX
.include "vx.inc"
program header-of-frame
import argument_count, "i:v"
function _start, "i:v"
    subq $40, %rsp
    frame_object 16, "16(%rsp)"
    call *__import_argument_count(%rip)
    andl $7, %eax
    leaq 16(%rsp,%rax), %rcx
.Lattack:
.ifdef TWIN
    movq (%rcx), %rdx
.else
    movq -8(%rcx), %rdx
.endif
    xorl %eax, %eax
    addq $40, %rsp
    ret
    end _start
