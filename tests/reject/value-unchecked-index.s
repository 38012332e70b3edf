#! attack: stores a reference to an element whose index has not been compared with the length
#! rule: R3 TYPE_VALUE
.include "vx.inc"
program value-unchecked-index
typedef 0, 8, 8, "0:o8"
typed data, slot, 0, 1, 8
    .quad 0
object data, array, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    leaq array(%rip), %rcx
    movl array(%rip), %edx
.ifdef TWIN
    andl $3, %edx
.else
    andl $7, %edx
.endif
    leaq (%rcx,%rdx,8), %rcx
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    ret
    end _start
