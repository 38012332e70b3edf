#! attack: jumps into its own data
#! rule: R1 CODE_BRANCH_TARGET
.include "vx.inc"
program code-jump-to-data
object data, bytes, 4
    .byte 0x0f, 0x05, 0xc3, 0x90
function _start, "i:v"
    movl bytes(%rip), %eax
.Lattack:
.ifdef TWIN
    jmp .Lon
.else
    jmp bytes
.endif
.Lon:
    xorl %eax, %eax
    ret
    end _start
