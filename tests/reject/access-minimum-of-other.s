#! attack: takes the greater of an index and the count for the lesser
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program access-minimum-of-other
object data, table, 40
    .long 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $40, %esi
    movl $7, %edx
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l,l"
    movq %rsi, %rax
    cmpq %rax, %rdx
.ifdef TWIN
    cmovbq %rdx, %rax
.else
    cmovaq %rdx, %rax
.endif
    testq %rax, %rax
    je .Lend
.Lattack:
    movzbl -1(%rdi,%rax), %ecx
.Lend:
    xorl %eax, %eax
    ret
    end f
