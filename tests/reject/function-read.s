#! attack: reads the code of a function through its pointer
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program function-read
object data, value, 8
    .quad 0
function _start, "i:v"
.ifdef TWIN
    leaq value(%rip), %rcx
.else
    leaq f(%rip), %rcx
.endif
.Lattack:
    movl (%rcx), %eax
    xorl %eax, %eax
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
