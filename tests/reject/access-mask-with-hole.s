#! attack: a mask that drops more than the lower bits leaves less than the number rounded down
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program access-mask-with-hole
object data, table, 40
    .long 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $40, %esi
    xorl %edx, %edx
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l,l"
    movq %rsi, %rax
    cmpq $63, %rax
    ja .Lend
.ifdef TWIN
    andl $-4, %eax
.else
    andl $-13, %eax
    andl $-4, %eax
.endif
    cmpq $4, %rsi
    jb .Lend
.Lattack:
    movzbl -1(%rdi,%rax), %ecx
.Lend:
    xorl %eax, %eax
    ret
    end f
