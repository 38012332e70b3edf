#! attack: spills a checked index and reloads its half with a sign (CVE-2021-32629)
#! rule: R2 ACCESS_BOUNDS
.include "vx.inc"
program access-reload-sign-extends
object bss, table, 64
    .zero 64
function _start, "i:v"
    subq $8, %rsp
    leaq table(%rip), %rdi
    movl $64, %esi
    movl $3, %edx
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:r1,l,i"
    subq $24, %rsp
    movl %edx, %eax
    cmpq %rsi, %rax
    jae .Lpad
    movq %rax, (%rsp)
.ifdef TWIN
    movl (%rsp), %eax
.else
    movslq (%rsp), %rax
.endif
.Lattack:
    movzbl (%rdi,%rax), %eax
    addq $24, %rsp
    ret
.Lpad:
    ud1q %rsi, %rax
    end f
