#! attack: keeps a result that may refer to the local which was passed
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-result-in-global
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
    leaq value(%rip), %rdi
.else
    leaq 8(%rsp), %rdi
.endif
    call f
.Lattack:
    movq %rax, slot(%rip)
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
function f, "O8:O8^"
    movq %rdi, %rax
    ret
    end f
