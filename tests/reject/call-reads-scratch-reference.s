#! attack: goes on using a reference in a caller-saved register after a call
#! rule: R5 CALL_UNREADABLE
.include "vx.inc"
program call-reads-scratch-reference
object data, table, 8
    .quad 0
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rcx
    call f
.ifdef TWIN
    leaq table(%rip), %rcx
.endif
.Lattack:
    movl (%rcx), %eax
    addq $8, %rsp
    ret
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
