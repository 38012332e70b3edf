#! attack: an argument on the stack lies in an object of the frame: the callee may write numbers over its pointer
#! rule: R5 CALL_ARGUMENT
.include "vx.inc"
program raw-object-argument
typedef 0, 16, 8, "0:O8"
function _start, "i:v"
    subq $40, %rsp
.ifdef TWIN
    frame_typed 0, 1, "16(%rsp)"
.else
    frame_typed 0, 1, "(%rsp)"
.endif
    movq $0, (%rsp)
    movq $0, 8(%rsp)
    xorl %edi, %edi
    xorl %esi, %esi
    xorl %edx, %edx
    xorl %ecx, %ecx
    xorl %r8d, %r8d
    xorl %r9d, %r9d
.Lattack:
    call f
    xorl %eax, %eax
    addq $40, %rsp
    ret
    end _start
function f, "i:i,i,i,i,i,i,l"
    movq $7, 8(%rsp)
    xorl %eax, %eax
    ret
    end f
