#! attack: writes the code of a function through its pointer
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program function-written
object data, value, 8
    .quad 0
function _start, "i:v"
.ifdef TWIN
    leaq value(%rip), %rcx
.else
    leaq f(%rip), %rcx
.endif
.Lattack:
    movb $0xc3, (%rcx)
    xorl %eax, %eax
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
