#! attack: follows what it has loaded from null as if it were any reference
#! rule: R2 ACCESS_BASE
#! status: 134
.include "vx.inc"
program access-null-chain
function _start, "i:v"
    xorl %ecx, %ecx
    movq 8(%rcx), %rcx
.Lattack:
.ifdef TWIN
    movl 16(%rcx), %eax
.else
    movl 65536(%rcx), %eax
.endif
    ret
    end _start
