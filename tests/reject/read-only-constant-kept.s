#! attack: keeps a reference to a constant where what it points to may be stored to
#! rule: R3 TYPE_READ_ONLY
.include "vx.inc"
program read-only-constant-kept
typedef 0, 16, 8, "0:O8 8:o8"
typed data, slot, 0, 1, 16
    .quad 0, 0
object rodata, constant, 8
    .quad 1
function _start, "i:v"
    leaq constant(%rip), %rcx
.Lattack:
.ifdef TWIN
    movq %rcx, slot+8(%rip)
.else
    movq %rcx, slot(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
