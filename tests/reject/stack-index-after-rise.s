#! attack: keeps the address of an object in the frame, lets rsp rise above the object and reads it there, behind a hint
#! rule: R6 STACK_BELOW
#! at: .Lattack
.include "vx.inc"
program stack-index-after-rise
start f, 3
function f, "i:i"
    subq $24, %rsp
    frame_object 16, "(%rsp)"
    leaq (%rsp), %rcx
    movq $0, (%rsp)
    xorl %eax, %eax
.ifndef TWIN
    addq $24, %rsp
.endif
    testl %edi, %edi
    je .Lon
    xorl %edx, %edx
.Lon:
.Lattack:
    movl (%rcx), %eax
.ifdef TWIN
    addq $24, %rsp
.endif
    ret
    end f
