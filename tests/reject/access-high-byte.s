#! attack: writes `ah`, which a careless table takes for another register's low byte
#! rule: R2 ACCESS_BOUNDS
#! status: 6
.include "vx.inc"
program access-high-byte
object data, table, 10
    .byte 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
start f, 3
function f, "i:l"
    leaq table(%rip), %rcx
    movl $5, %eax
.ifdef TWIN
    movb $127, %dl
.else
    movb $127, %ah
.endif
.Lattack:
    movzbl (%rcx,%rax), %eax
    ret
    end f
