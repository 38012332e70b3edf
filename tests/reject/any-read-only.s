#! attack: stores to what a read-only reference to anything turned out to be
#! rule: R2 ACCESS_READ_ONLY
.include "vx.inc"
program any-read-only
typedef 0, 16, 8, "0:p 8:P"
typedef 1, 8, 8
typed data, slot, 0, 1, 16
    .quad array+16, array+16
headed data, array, 1, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
.ifdef TWIN
    movq slot+8(%rip), %rcx
.else
    movq slot(%rip), %rcx
.endif
    cmpl $1, -16(%rcx)
    jne .Lpad
    xorl %eax, %eax
.Lattack:
    movl %eax, (%rcx)
    ret
.Lpad:
    ud2
    end _start
