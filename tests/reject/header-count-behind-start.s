#! attack: reads as a count what lies eight bytes in front of the second element
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program header-count-behind-start
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 5, 2, 3, 4
function _start, "i:v"
    subq $8, %rsp
    leaq array+16(%rip), %rdi
    movl $2, %esi
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:a#0,l"
    movl (%rdi), %eax
.ifdef TWIN
    leaq (%rdi), %rcx
.else
    leaq 8(%rdi), %rcx
.endif
    cmpq -8(%rcx), %rsi
    jae .Lpad
.Lattack:
    movl (%rdi,%rsi,8), %eax
    ret
.Lpad:
    ud2
    end f
