#! attack: loads page tables of its own
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-page-tables
function _start, "i:v"
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movq %rax, %rcx
.else
    movq %rax, %cr3
.endif
    xorl %eax, %eax
    ret
    end _start
