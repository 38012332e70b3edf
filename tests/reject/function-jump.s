#! attack: jumps to a function by its pointer instead of calling it
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program function-jump
function _start, "i:v"
    leaq f(%rip), %rax
.Lattack:
.ifdef TWIN
    xorl %eax, %eax
    ret
.else
    jmp *%rax
.endif
    end _start
function f, "i:v"
    xorl %eax, %eax
    ret
    end f
