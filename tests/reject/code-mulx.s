#! attack: `mulx` writes an operand that a table of older encodings does not name (found in LFI)
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-mulx
function _start, "i:v"
    movl $3, %eax
    movl $5, %edx
.Lattack:
.ifdef TWIN
    mulq %rdx
.else
    mulxq %rax, %rcx, %rdi
.endif
    xorl %eax, %eax
    ret
    end _start
