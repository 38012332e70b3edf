#! attack: keeps a result that may be a local or an object of the heap across a call, beyond its end
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program call-kept-maybe-frame
import allocate, "At0:t,l"
typedef 0, 8, 8
function _start, "i:v"
    pushq %rbx
    subq $16, %rsp
    frame_object 8, "8(%rsp)"
    movq $0, 8(%rsp)
    xorl %edi, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
    leaq 8(%rsp), %rdi
    movq %rax, %rsi
    call f
    testq %rax, %rax
    je .Lnone
.ifdef TWIN
    leaq 8(%rax), %rbx
.else
    leaq 4096(%rax), %rbx
.endif
    xorl %edi, %edi
    movl $1, %esi
    call *__import_allocate(%rip)
.Lattack:
.ifdef TWIN
    movq $1, -8(%rbx)
.else
    movq $1, -4096(%rbx)
.endif
.Lnone:
    xorl %eax, %eax
    addq $16, %rsp
    popq %rbx
    ret
    end _start
function f, "O8:O8^,O8^"
    movq %rsi, %rax
    ret
    end f
