#! attack: reads a vector register after a service, to see what the kernel left there
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program call-reads-vector
import argument_count, "i:v"
object data, table, 16
    .zero 16
function _start, "i:v"
    subq $8, %rsp
    xorps %xmm5, %xmm5
    call *__import_argument_count(%rip)
.ifdef TWIN
    xorps %xmm5, %xmm5
.endif
.Lattack:
    movups %xmm5, table(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
