#! shows: the service that ends the process, from the depth of two calls
#! status: 33
.include "vx.inc"
program exit-early
import exit, "v:i"
start f
function f, "i:v"
    subq $8, %rsp
    call g
    addq $8, %rsp
    ret
    end f
function g, "i:v"
    subq $8, %rsp
    movl $33, %edi
    call *__import_exit(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end g
