#! attack: returns a read-only parameter where the result may be stored to
#! rule: R3 TYPE_READ_ONLY
.include "vx.inc"
program read-only-returned
object data, value, 8
    .quad 1
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    movq %rdi, %rsi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "O8:o8^,O8^"
.ifdef TWIN
    movq %rsi, %rax
.else
    movq %rdi, %rax
.endif
.Lattack:
    ret
    end f
