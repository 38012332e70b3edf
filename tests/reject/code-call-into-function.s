#! attack: calls into the middle of a function, behind its check
#! rule: R1 CODE_CALL_TARGET
.include "vx.inc"
program code-call-into-function
object data, table, 64
    .zero 64
function _start, "i:v"
    subq $8, %rsp
    movl $5, %edi
.Lattack:
.ifdef TWIN
    call f
.else
    call .Lbehind
.endif
    addq $8, %rsp
    ret
    end _start
function f, "i:l"
    leaq table(%rip), %rcx
    cmpq $64, %rdi
    jae .Lpad
.Lbehind:
    movb (%rcx,%rdi), %al
    xorl %eax, %eax
    ret
.Lpad:
    ud1q 64(%rdi), %rax
    end f
