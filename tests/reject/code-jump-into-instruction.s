#! attack: jumps into the middle of an instruction, whose immediate holds another
#! rule: R1 CODE_BRANCH_TARGET
.include "vx.inc"
program code-jump-into-instruction
function _start, "i:v"
.Lattack:
.ifdef TWIN
    jmp .Lwhole
.else
    jmp .Lwhole + 2
.endif
.Lwhole:
    movabsq $0xc3c031050f, %rax
    xorl %eax, %eax
    ret
    end _start
