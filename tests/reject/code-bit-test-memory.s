#! attack: `bts` with a memory operand, whose bit index reaches far beyond the operand
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-bit-test-memory
object data, table, 16
    .zero 16
function _start, "i:v"
    movl $100000, %eax
    xorl %ecx, %ecx
.Lattack:
.ifdef TWIN
    btsq %rax, %rcx
.else
    btsq %rax, table(%rip)
.endif
    xorl %eax, %eax
    ret
    end _start
