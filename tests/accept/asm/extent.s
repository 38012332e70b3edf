#! shows: a string by a pointer to its first byte: the service says how far it may be read
#! status: 5
.include "vx.inc"
program extent
import extent, "c1~:o1^"
typedef 0, 1, 1
typedef 1, 8, 8, "0:o#0"
headed rodata, text, 0, 6, 6
    .asciz "hello"
typed data, name, 1, 1, 8
    .quad text + 16
start f
function f, "i:v"
    subq $8, %rsp
    movq name(%rip), %rdi
    call *__import_extent(%rip)
    xorl %ecx, %ecx
    jmp 2f
1:
    incq %rcx
2:
    cmpq %rdx, %rcx
    jae 3f
    cmpb $0, (%rax,%rcx)
    jne 1b
3:
    movl %ecx, %eax
    addq $8, %rsp
    ret
    end f
