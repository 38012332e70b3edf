#! attack: a result that is as writable as its argument is a constant instead
#! rule: R3 TYPE_READ_ONLY
.include "vx.inc"
program read-only-inherited-no-source
object rodata, constant, 8
    .quad 1
object data, value, 8
    .quad 1
function _start, "i:v"
    subq $8, %rsp
    leaq value(%rip), %rdi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "o8~:o8^"
.ifdef TWIN
    movq %rdi, %rax
.else
    leaq constant(%rip), %rax
.endif
.Lattack:
    ret
    end f
