#! attack: sets system flags (AC, IF, NT) from the stack
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-pop-flags
function _start, "i:v"
    pushq $0x202
.Lattack:
.ifdef TWIN
    popq %rax
.else
    popfq
.endif
    xorl %eax, %eax
    ret
    end _start
