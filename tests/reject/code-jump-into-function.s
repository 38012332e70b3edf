#! attack: jumps into the body of another function, behind its check
#! rule: R1 CODE_BRANCH_TARGET
.include "vx.inc"
program code-jump-into-function
object data, table, 64
    .zero 64
function _start, "i:v"
    subq $8, %rsp
    movl $5, %edi
.Lattack:
.ifdef TWIN
    call f
.else
    jmp .Lbehind
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
