#! attack: keeps a read-only parameter where what it points to may be stored to
#! rule: R3 TYPE_READ_ONLY
.include "vx.inc"
program read-only-parameter-kept
typedef 0, 16, 8, "0:O8 8:o8"
typed data, slot, 0, 1, 16
    .quad 0, 0
object data, value, 8
    .quad 1
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:o8!"
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movq %rdi, slot+8(%rip)
.else
    movq %rdi, slot(%rip)
.endif
    ret
    end f
