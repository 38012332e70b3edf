#! attack: enters the host kernel behind Vouch's back
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-syscall
function _start, "i:v"
    movl $60, %eax
.Lattack:
.ifdef TWIN
    bswapl %eax
.else
    syscall
.endif
    xorl %eax, %eax
    ret
    end _start
