#! attack: stores the address of a local in a global
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-frame-in-global
typedef 0, 8, 8, "0:O8"
typed data, slot, 0, 1, 8
    .quad 0
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $24, %rsp
    frame_object 8, "8(%rsp)"
    movq $0, 8(%rsp)
.ifdef TWIN
    leaq value(%rip), %rcx
.else
    leaq 8(%rsp), %rcx
.endif
.Lattack:
    movq %rcx, slot(%rip)
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
