#! attack: writes at a constant address that ends before the guard at the end of the address space does
#! rule: R2 ACCESS_BASE
.include "vx.inc"
program access-null-constant-before
object bss, never, 4
    .zero 4
function _start, "i:v"
    cmpl $0, never(%rip)
    je .Lskip
    xorl %ecx, %ecx
.Lattack:
.ifdef TWIN
    movq %rcx, -8(%rcx)
    movq 8(%rcx), %rcx
    movq (%rcx), %rax
.else
    movq %rcx, -4(%rcx)
.endif
.Lskip:
    xorl %eax, %eax
    ret
    end _start
