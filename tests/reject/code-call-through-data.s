#! attack: calls through a table of its own
#! rule: R1 CODE_CALL_INDIRECT
.include "vx.inc"
program code-call-through-data
import argument_count, "i:v"
object data, table, 8
    .quad 0x400000
function _start, "i:v"
    subq $8, %rsp
    movq table(%rip), %rax
.Lattack:
.ifdef TWIN
    call *__import_argument_count(%rip)
.else
    call *table(%rip)
.endif
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
