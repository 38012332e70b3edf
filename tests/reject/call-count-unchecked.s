#! attack: passes on a number of which nothing is known as a count
#! rule: R5 CALL_COUNT
.include "vx.inc"
program call-count-unchecked
object data, table, 10
    .zero 10
start f, 3
function f, "i:l"
    subq $8, %rsp
    movq %rdi, %rsi
    leaq table(%rip), %rdi
.ifdef TWIN
    cmpq $10, %rsi
    ja .Lpad
.endif
.Lattack:
    call g
    xorl %eax, %eax
    addq $8, %rsp
    ret
.Lpad:
    ud1q 10(%rsi), %rax
    end f
function g, "v:r1,l"
    ret
    end g
