#! attack: calls a service with rsp off by 8
#! rule: R5 CALL_ALIGNMENT
.include "vx.inc"
program call-misaligned-service
import argument_count, "i:v"
function _start, "i:v"
.ifdef TWIN
    pushq $0
.endif
.Lattack:
    call *__import_argument_count(%rip)
    xorl %eax, %eax
.ifdef TWIN
    addq $8, %rsp
.endif
    ret
    end _start
