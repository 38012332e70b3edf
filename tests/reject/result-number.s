#! attack: returns a number where a reference is promised
#! rule: R5 CALL_RESULT
.include "vx.inc"
program result-number
object data, array, 16
    .quad 0, 0
function _start, "i:v"
    subq $8, %rsp
    call f
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function f, "O8:v"
.ifdef TWIN
    leaq array(%rip), %rax
.else
    movl $0x500000, %eax
.endif
.Lattack:
    ret
    end f
