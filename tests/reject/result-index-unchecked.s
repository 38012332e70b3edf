#! attack: uses the index that comes with an array, unchecked
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program result-index-unchecked
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 0, 2, 3, 4
function _start, "i:v"
    subq $8, %rsp
    call f
.ifdef TWIN
    cmpq -8(%rax), %rdx
.else
    cmpq $9, %rdx
.endif
    jae .Lnone
    movl (%rax), %ecx
.Lattack:
    movl (%rax,%rdx,8), %eax
.Lnone:
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "a#0+:v"
    leaq array+16(%rip), %rax
    movl $3, %edx
    ret
    end f
