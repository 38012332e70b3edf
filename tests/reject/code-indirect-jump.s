#! attack: jumps to an address that it computed
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-indirect-jump
function _start, "i:v"
    leaq .Lon(%rip), %rax
.Lattack:
.ifdef TWIN
    jmp .Lon
.else
    jmp *%rax
.endif
.Lon:
    xorl %eax, %eax
    ret
    end _start
