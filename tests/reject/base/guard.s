# The base of the patches that attack a guard: a number that is 0 where a reference is null.
#! status: 0
.include "vx.inc"
program guard
object bss, table, 40
    .zero 40
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    xorl %esi, %esi
    movl $7, %edx
    call f
    addq $8, %rsp
    ret
    end _start
# The number of elements, none for null, says whether there is an object: at two places, one after the other.
function f, "i:o40,l,l"
    testq %rdi, %rdi
    jne .Lsome
    xorl %eax, %eax
.Lback:
    jmp .Ltold
.Lsome:
    movl $1, %eax
.Ltold:
    cmpq $7, %rdx
.Lbranch:
    je .Lmeet
    addq %rdx, %rsi
.Lmeet:
    cmpq %rax, %rsi
    jae .Lpad
.Laccess:
    movl (%rdi,%rsi,4), %eax
    ret
.Lpad:
    ud2
    end f
