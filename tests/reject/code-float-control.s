#! attack: unmasks floating point exceptions, which would then strike in the kernel
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-float-control
object data, control, 4
    .long 0
function _start, "i:v"
.Lattack:
.ifdef TWIN
    movss control(%rip), %xmm0
.else
    ldmxcsr control(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
