#! attack: stores a reference to a global without header where one to an object with header is due
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-any-no-header
typedef 0, 8, 8, "0:P"
typedef 1, 8, 8
typed data, slot, 0, 1, 8
    .quad 0
headed data, array, 1, 4, 32
    .quad 1, 2, 3, 4
object data, bare, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
.ifdef TWIN
    leaq array+16(%rip), %rcx
.else
    leaq bare(%rip), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
