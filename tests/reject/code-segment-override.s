#! attack: reads the kernel's per-processor data (hosted: libc's) through FS
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-segment-override
object data, table, 16
    .zero 16
function _start, "i:v"
    leaq table(%rip), %rdi
.Lattack:
.ifdef TWIN
    movq (%rdi), %rax
.else
    movq %fs:(%rdi), %rax
.endif
    xorl %eax, %eax
    ret
    end _start
