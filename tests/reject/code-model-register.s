#! attack: writes a model-specific register
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-model-register
function _start, "i:v"
    xorl %eax, %eax
    xorl %edx, %edx
    movl $0xc0000080, %ecx
.Lattack:
.ifdef TWIN
    addl %eax, %ecx
.else
    wrmsr
.endif
    xorl %eax, %eax
    ret
    end _start
