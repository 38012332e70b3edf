#! attack: reads `ah` where the check saw `al`
#! rule: R2 ACCESS_BOUNDS
#! status: 4
.include "vx.inc"
program access-high-byte-read
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    movzbl %dil, %eax
    cmpq $10, %rax
    jae .Lpad
    addl $0x7f00, %eax
.ifdef TWIN
    movzbl %al, %eax
    cmpq $10, %rax
    jae .Lpad
.else
    movzbl %ah, %eax
.endif
.Lattack:
    movzbl (%rcx,%rax), %eax
    ret
.Lpad:
    ud1q 10(%rax), %rax
    end f
