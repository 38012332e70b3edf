#! attack: clears CR0.WP, after which read-only pages can be written
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-control-register
function _start, "i:v"
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movq %rax, %rcx
.else
    movq %rax, %cr0
.endif
    xorl %eax, %eax
    ret
    end _start
