#! attack: a symbol of the turn before stands for this turn's index
#! rule: R2 ACCESS_BOUNDS
#! status: 55
.include "vx.inc"
program access-last-turn
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f
function f, "i:v"
    leaq table(%rip), %rcx
    xorl %eax, %eax
    xorl %edi, %edi
.Lturn:
.Lattack:
    movzbl (%rcx,%rdi), %edx
    addl %edx, %eax
.ifdef TWIN
    addq $1, %rdi
    cmpq $10, %rdi
.else
    movq %rdi, %rsi
    addq $1, %rdi
    cmpq $10, %rsi
.endif
    jb .Lturn
    ret
    end f
