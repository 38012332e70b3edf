#! attack: reads at a constant address that begins in the guard at zero and ends behind it
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-null-constant
object bss, never, 4
    .zero 4
function _start, "i:v"
    cmpl $0, never(%rip)
    je .Lskip
.ifdef TWIN
    movl $0xfffc, %ecx
.else
    movl $0xfffd, %ecx
.endif
.Lattack:
    movl (%rcx), %eax
.Lskip:
    xorl %eax, %eax
    ret
    end _start
