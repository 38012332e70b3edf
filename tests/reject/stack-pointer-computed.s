#! attack: moves rsp to a place of its choice
#! rule: R6 STACK_POINTER
.include "vx.inc"
program stack-pointer-computed
object bss, table, 4096
    .zero 4096
function _start, "i:v"
    leaq table + 4096(%rip), %rcx
.Lattack:
.ifdef TWIN
    movq %rcx, %rdx
.else
    movq %rcx, %rsp
.endif
    xorl %eax, %eax
    ret
    end _start
