#! attack: stores a function where one with fewer parameters is due: it would take what lies in a register for a reference
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program function-other-signature
typedef 0, 8, 8, "0:x0"
signature 0, "i:v"
typed data, slot, 0, 1, 8
    .quad 0
function _start, "i:v"
.ifdef TWIN
    leaq g(%rip), %rax
.else
    leaq f(%rip), %rax
.endif
.Lattack:
    movq %rax, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
function f, "i:O8"
    xorl %eax, %eax
    ret
    end f
function g, "i:v"
    xorl %eax, %eax
    ret
    end g
