#! attack: takes a service's integer result for an address
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-result-base
import argument_count, "i:v"
object data, table, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    call *__import_argument_count(%rip)
.ifdef TWIN
    leaq table(%rip), %rcx
.else
    movq %rax, %rcx
.endif
.Lattack:
    movl (%rcx), %eax
    addq $8, %rsp
    ret
    end _start
