#! attack: a constant offset beyond the null guard, from a reference that may be null
#! rule: R2 ACCESS_NULL
.include "vx.inc"
program access-null-far
object bss, big, 200000
    .zero 200000
function _start, "i:v"
    subq $8, %rsp
    leaq big(%rip), %rdi
    call f
    addq $8, %rsp
    ret
    end _start
function f, "i:o200000"
.Lattack:
.ifdef TWIN
    movzbl 60000(%rdi), %eax
.else
    movzbl 100000(%rdi), %eax
.endif
    ret
    end f
