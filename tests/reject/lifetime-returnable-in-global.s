#! attack: keeps a parameter that may only be returned
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-returnable-in-global
typedef 0, 8, 8, "0:O8"
typed data, slot, 0, 1, 8
    .quad 0
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    leaq value(%rip), %rsi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "O8:O8^,O8!"
    movq %rdi, %rax
.Lattack:
.ifdef TWIN
    movq %rsi, slot(%rip)
.else
    movq %rdi, slot(%rip)
.endif
    ret
    end f
