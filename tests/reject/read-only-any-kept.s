#! attack: launders a constant through a reference to anything
#! rule: R3 TYPE_READ_ONLY
.include "vx.inc"
program read-only-any-kept
typedef 0, 16, 8, "0:P 8:p"
typedef 1, 8, 8
typed data, slot, 0, 1, 16
    .quad 0, 0
headed rodata, array, 1, 2, 16
    .quad 1, 2
function _start, "i:v"
    leaq array+16(%rip), %rcx
.Lattack:
.ifdef TWIN
    movq %rcx, slot+8(%rip)
.else
    movq %rcx, slot(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
