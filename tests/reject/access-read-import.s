#! attack: reads a kernel address out of the import table
#! rule: R2 ACCESS_GLOBAL
.include "vx.inc"
program access-read-import
import argument_count, "i:v"
object data, table, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    call *__import_argument_count(%rip)
.Lattack:
.ifdef TWIN
    movq table(%rip), %rax
.else
    movq __import_argument_count(%rip), %rax
.endif
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
