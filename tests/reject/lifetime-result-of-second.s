#! attack: keeps a result that may be either argument, of which one is a local
#! rule: R4 LIFETIME_STORE
.include "vx.inc"
program lifetime-result-of-second
typedef 0, 8, 8, "0:O8"
typed data, slot, 0, 1, 8
    .quad 0
object data, value, 8
    .quad 0
function _start, "i:v"
    subq $24, %rsp
    frame_object 8, "8(%rsp)"
    movq $0, 8(%rsp)
    leaq value(%rip), %rdi
.ifdef TWIN
    leaq value(%rip), %rsi
.else
    leaq 8(%rsp), %rsi
.endif
    call f
.Lattack:
    movq %rax, slot(%rip)
    xorl %eax, %eax
    addq $24, %rsp
    ret
    end _start
function f, "O8:O8^,O8^"
    movq %rdi, %rax
    ret
    end f
