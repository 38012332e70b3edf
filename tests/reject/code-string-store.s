#! attack: a repeated string store, which no bound was shown for
#! rule: R1 CODE_ENCODING
.include "vx.inc"
program code-string-store
object bss, table, 64
    .zero 64
function _start, "i:v"
    leaq table(%rip), %rdi
    movl $1000, %ecx
    xorl %eax, %eax
.Lattack:
.ifdef TWIN
    movb %al, (%rdi)
.else
    rep stosb
.endif
    xorl %eax, %eax
    ret
    end _start
