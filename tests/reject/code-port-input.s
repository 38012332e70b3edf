#! attack: reads an I/O port that no manifest grants
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-port-input
function _start, "i:v"
    movl $0x60, %edx
.Lattack:
.ifdef TWIN
    movl %edx, %eax
.else
    inb %dx, %al
.endif
    xorl %eax, %eax
    ret
    end _start
