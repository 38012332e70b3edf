#! attack: stores a function where an object with header is due
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-any-from-function
typedef 0, 16, 8, "0:p 8:x0"
signature 0, "i:v"
typed data, slots, 0, 1, 16
    .quad 0, 0
function _start, "i:v"
    leaq f(%rip), %rcx
.Lattack:
.ifdef TWIN
    movq %rcx, slots+8(%rip)
.else
    movq %rcx, slots(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
