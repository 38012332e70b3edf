#! attack: puts an address of its own into the import table
#! rule: R2 ACCESS_GLOBAL
.include "vx.inc"
program access-store-import
import argument_count, "i:v"
object data, table, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movq %rax, table(%rip)
.else
    movq %rax, __import_argument_count(%rip)
.endif
    call *__import_argument_count(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
