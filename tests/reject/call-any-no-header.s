#! attack: passes a local where the start of an object with header is due
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-any-no-header
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    subq $24, %rsp
    frame_object 8, "8(%rsp)"
    movq $0, 8(%rsp)
.ifdef TWIN
    leaq array+16(%rip), %rdi
.else
    leaq 8(%rsp), %rdi
.endif
.Lattack:
    call f
    addq $24, %rsp
    ret
    end _start
function f, "i:p"
    xorl %eax, %eax
    ret
    end f
