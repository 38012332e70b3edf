#! attack: stores through a result that is as writable as its argument, which is not
#! rule: R2 ACCESS_READ_ONLY
.include "vx.inc"
program read-only-inherited
object rodata, constant, 8
    .quad 1
object data, value, 8
    .quad 1
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq value(%rip), %rdi
.else
    leaq constant(%rip), %rdi
.endif
    call f
.Lattack:
    movq $0, (%rax)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "o8~:o8^"
    movq %rdi, %rax
    ret
    end f
