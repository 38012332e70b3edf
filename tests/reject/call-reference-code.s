#! attack: passes the address of code, for the kernel to read
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-reference-code
import write, "l:i,r2,l"
object rodata, text, 4
    .ascii "ok\n\n"
function _start, "i:v"
    subq $8, %rsp
    movl $1, %edi
.ifdef TWIN
    leaq text(%rip), %rsi
.else
    leaq _start(%rip), %rsi
.endif
    movl $3, %edx
.Lattack:
    call *__import_write(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
