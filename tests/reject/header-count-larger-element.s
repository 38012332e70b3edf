#! attack: counts elements of 8 bytes and accesses as many of 16
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program header-count-larger-element
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    subq $8, %rsp
    leaq array+16(%rip), %rdi
    movl $3, %esi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:a#0,l"
    cmpq -8(%rdi), %rsi
    jae .Lpad
.ifndef TWIN
    addq %rsi, %rsi
.endif
.Lattack:
    movl (%rdi,%rsi,8), %eax
    ret
.Lpad:
    ud2
    end f
