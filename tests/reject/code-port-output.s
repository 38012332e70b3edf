#! attack: resets the machine through the keyboard controller's port
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-port-output
function _start, "i:v"
    movl $0xfe, %eax
.Lattack:
.ifdef TWIN
    movb %al, %dl
.else
    outb %al, $0x64
.endif
    xorl %eax, %eax
    ret
    end _start
