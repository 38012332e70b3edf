#! attack: passes an object of the frame on one path, and uses it on both after they have met
#! rule: R8 HINT_PUBLISHED
.include "vx.inc"
program publish-and-meet
import argument_count, "i:v"
typedef 0, 16, 8, "0:O#0"
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    call *__import_argument_count(%rip)
.ifdef TWIN
    movq $0, (%rsp)
.endif
    testl %eax, %eax
.Lattack:
    je .Lmeet
    movq $0, (%rsp)
    leaq (%rsp), %rdi
    call f
.Lmeet:
    leaq (%rsp), %rdi
    call f
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
