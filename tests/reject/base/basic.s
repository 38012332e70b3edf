# The base of the patches that attack the file: a bit of everything that a table describes.
#! status: 42
.include "vx.inc"
program basic
import close, "i:i"
object data, first, 16
    .quad 40, 0
object data, second, 12
    .long 1, 2, 3
object rodata, text, 8
    .ascii "vouch\n\0\0"
object bss, space, 64
    .zero 64
function _start, "i:v"
    subq $8, %rsp
    movl $100, %edi
    call *__import_close(%rip)
    movl text(%rip), %eax
    leaq first(%rip), %rdi
    movl $2, %esi
    xorps %xmm0, %xmm0
    call sum
    leaq second(%rip), %rdi
    movl $2, space(%rip)
    addl space(%rip), %eax
    addq $8, %rsp
    ret
    end _start
# the sum of `count` elements of 8 bytes, by way of a copy in the frame
function sum, "l:r1*8,i,d"
    subq $40, %rsp
    frame_object 16, "(%rsp)"
    frame_object 8, "16(%rsp)"
    xorps %xmm1, %xmm1
    movups %xmm1, (%rsp)
    movq $0, 16(%rsp)
    movl %esi, %esi
    xorl %eax, %eax
    xorl %ecx, %ecx
    jmp .Ltest
.Lturn:
    addq (%rdi,%rcx,8), %rax
    addq $1, %rcx
.Ltest:
    cmpq %rsi, %rcx
    jb .Lturn
    addq $40, %rsp
    ret
    end sum
