#! attack: twice the half of a count is at most the count, and no index
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program access-halved-twice
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
    shrq $1, %rax
    testq %rax, %rax
    je .Lend
.Lattack:
.ifdef TWIN
    movzbl -1(%rdi,%rax,2), %ecx
.else
    movzbl (%rdi,%rax,2), %ecx
.endif
.Lend:
    xorl %eax, %eax
    ret
    end f
