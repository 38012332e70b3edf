#! attack: passes an object of the frame whose writable pointer is to a constant
#! rule: R6 STACK_PUBLISH
.include "vx.inc"
program publish-read-only
typedef 0, 16, 8, "0:O8"
object rodata, constant, 8
    .quad 1
object data, variable, 8
    .quad 1
function _start, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
.ifdef TWIN
    leaq variable(%rip), %rcx
.else
    leaq constant(%rip), %rcx
.endif
    movq %rcx, (%rsp)
    leaq (%rsp), %rdi
.Lattack:
    call f
    addq $24, %rsp
    ret
    end _start
function f, "i:O#0"
    xorl %eax, %eax
    ret
    end f
