#! attack: passes a constant array where it may be stored to
#! rule: R5 CALL_READ_ONLY
.include "vx.inc"
program call-read-only-array
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
headed rodata, constants, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    subq $8, %rsp
.ifdef TWIN
    leaq array+16(%rip), %rdi
.else
    leaq constants+16(%rip), %rdi
.endif
.Lattack:
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:A#0"
    xorl %eax, %eax
    ret
    end f
