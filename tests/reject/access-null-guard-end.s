#! attack: reads four bytes at a constant address of which the last lies behind the guard at address zero
#! rule: R2 ACCESS_BASE
#! status: 134
.include "vx.inc"
program access-null-guard-end
function _start, "i:v"
.ifdef TWIN
    movl $65532, %ecx
.else
    movl $65533, %ecx
.endif
.Lattack:
    movl (%rcx), %eax
    ret
    end _start
