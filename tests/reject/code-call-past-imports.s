#! attack: calls through the 8 bytes after the import table
#! rule: R2 ACCESS_GLOBAL
.include "vx.inc"
program code-call-past-imports
import argument_count, "i:v"
function _start, "i:v"
    subq $8, %rsp
.Lattack:
.ifdef TWIN
    call *__import_argument_count(%rip)
.else
    call *__import_argument_count + 64(%rip)
.endif
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
