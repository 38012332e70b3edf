#! attack: has the kernel write into a constant
#! rule: R5 CALL_READ_ONLY
.include "vx.inc"
program call-read-only-constant
import read, "l:i,w2,l"
.ifdef TWIN
object data, buffer, 16
.else
object rodata, buffer, 16
.endif
    .zero 16
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    leaq buffer(%rip), %rsi
    movl $16, %edx
.Lattack:
    call *__import_read(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
