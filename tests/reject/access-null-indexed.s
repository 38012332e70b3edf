#! attack: indexes null by a number that nobody has checked: any address at all
#! rule: R2 ACCESS_BASE
#! status: 134
.include "vx.inc"
program access-null-indexed
import argument_count, "i:v"
function _start, "i:v"
    subq $8, %rsp
    call *__import_argument_count(%rip)
    xorl %ecx, %ecx
.Lattack:
.ifdef TWIN
    movl 8(%rcx), %eax
.else
    movl (%rcx,%rax,8), %eax
.endif
    addq $8, %rsp
    ret
    end _start
