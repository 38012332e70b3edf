#! attack: writes to a constant address near the top of the address space
#! rule: R2 ACCESS_BASE
#! status: 134
.include "vx.inc"
program access-null-negative
function _start, "i:v"
    xorl %ecx, %ecx
.Lattack:
.ifdef TWIN
    movl $1, (%rcx)
.else
    movl $1, -131072(%rcx)
.endif
    xorl %eax, %eax
    ret
    end _start
