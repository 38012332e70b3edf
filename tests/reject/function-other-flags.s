#! attack: stores a function that keeps its argument where one that does not is due
#! rule: R3 TYPE_MISMATCH
.include "vx.inc"
program function-other-flags
typedef 0, 8, 8, "0:x0"
signature 0, "i:O8"
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
function f, "i:O8!"
    xorl %eax, %eax
    ret
    end f
function g, "i:O8"
    xorl %eax, %eax
    ret
    end g
