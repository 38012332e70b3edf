#! shows: from a pointer into an array to the array and the index, and from there with the header's count
#! status: 25
.include "vx.inc"
program locate
import locate, "at0~+:t,ot0!^"
typedef 0, 4, 4
typedef 1, 8, 8, "0:o#0"
headed data, numbers, 0, 4, 16
    .long 3, 5, 8, 9
typed data, cursor, 1, 1, 8
    .quad numbers + 20
start f
function f, "i:v"
    subq $8, %rsp
    movq cursor(%rip), %rsi
    movl $0, %edi
    call *__import_locate(%rip)
    testq %rax, %rax
    je 2f
    movq -8(%rax), %rcx
    xorl %esi, %esi
1:
    cmpq %rcx, %rdx
    jae 3f
    addl (%rax,%rdx,4), %esi
    incq %rdx
    jmp 1b
2:
    xorl %esi, %esi
3:
    leal 3(%rsi), %eax
    addq $8, %rsp
    ret
    end f
