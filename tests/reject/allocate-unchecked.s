#! attack: uses what was allocated without a look at whether it is null
#! rule: R2 ACCESS_NULL
.include "vx.inc"
program allocate-unchecked
import allocate, "At0:t,l"
typedef 0, 8, 8
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    movl $100000, %esi
    call *__import_allocate(%rip)
.ifdef TWIN
    movq -8(%rax), %rcx
    subq $1, %rcx
.else
    movl $40000, %ecx
.endif
.Lattack:
    movq $1, (%rax,%rcx,8)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
