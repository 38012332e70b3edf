#! attack: counts on a callee not to return
#! rule: R1 CODE_FALLTHROUGH
#! at: f+0xf
.include "vx.inc"
program code-fall-through-call
start f
function f, "i:v"
    subq $8, %rsp
    .nops 7
    call g
.ifdef TWIN
    ud2
.endif
    end f
function g, "i:v"
.ifdef TWIN
    # the twin's `ud2` is never reached: the process ends here
    subq $8, %rsp
    xorl %edi, %edi
    call *__import_exit(%rip)
    addq $8, %rsp
.endif
    xorl %eax, %eax
    ret
    end g
.ifdef TWIN
import exit, "v:i"
.endif
