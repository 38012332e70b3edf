#! attack: indexes an array that may be null: no access to it has come first
#! rule: R2 ACCESS_NULL
.include "vx.inc"
program header-count-null
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 5, 2, 3, 4
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
.ifdef TWIN
    cmpq -8(%rdi), %rsi
.else
    cmpq $1, %rsi
.endif
    jae .Lpad
.Lattack:
    movl (%rdi,%rsi,8), %eax
    ret
.Lpad:
    ud2
    end f
