#! attack: `xadd` writes both its operands; a table that forgets one keeps a stale fact (found in LFI)
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-exchange-add
function _start, "i:v"
    movl $1, %eax
    movl $2, %ecx
.Lattack:
.ifdef TWIN
    xchgq %rcx, %rax
.else
    xaddq %rax, %rcx
.endif
    xorl %eax, %eax
    ret
    end _start
