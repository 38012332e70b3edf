#! attack: bounds an index of one array by the count in the header of another
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program header-count-of-other
typedef 0, 8, 8
headed data, longer, 0, 4, 32
    .quad 1, 2, 3, 4
headed data, shorter, 0, 2, 16
    .quad 1, 2
function _start, "i:v"
    subq $8, %rsp
    leaq longer+16(%rip), %rdi
    leaq shorter+16(%rip), %rsi
    movl $1, %edx
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:a#0,a#0,l"
    movl (%rsi), %eax
.ifdef TWIN
    cmpq -8(%rsi), %rdx
.else
    cmpq -8(%rdi), %rdx
.endif
    jae .Lpad
.Lattack:
    movl (%rsi,%rdx,8), %eax
    ret
.Lpad:
    ud2
    end f
