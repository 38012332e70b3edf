#! attack: calls through bytes that straddle two imports
#! rule: R2 ACCESS_GLOBAL
.include "vx.inc"
program code-call-between-imports
import argument_count, "i:v"
import close, "i:i"
function _start, "i:v"
    subq $8, %rsp
    movl $100, %edi
    call *__import_close(%rip)
.Lattack:
.ifdef TWIN
    call *__import_argument_count(%rip)
.else
    call *__import_argument_count + 4(%rip)
.endif
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
