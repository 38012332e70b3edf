#! attack: raises an interrupt that only the kernel should see
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-software-interrupt
function _start, "i:v"
.Lattack:
.ifdef TWIN
    nop
.else
    int $0x80
.endif
    xorl %eax, %eax
    ret
    end _start
