#! shows: two paths bring an array each with its own length, and meet before the check
#! status: 6
.include "vx.inc"
program choice-of-arrays
object rodata, short, 4
    .byte 1, 2, 3, 4
object rodata, long, 8
    .byte 1, 2, 3, 4, 5, 6, 7, 8
start f, 5, 1
function f, "i:l,l"
    leaq short(%rip), %rcx
    movl $4, %edx
    testq %rsi, %rsi
    je .Ljoin
    leaq long(%rip), %rcx
    movl $8, %edx
.Ljoin:
    cmpq %rdx, %rdi
    jae .Lpad
    movzbl (%rcx,%rdi), %eax
    ret
.Lpad:
    ud1q %rdx, %rdi
    end f
