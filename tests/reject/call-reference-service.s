#! attack: has the kernel write more bytes than the buffer has
#! rule: R5 CALL_REFERENCE
.include "vx.inc"
program call-reference-service
import read, "l:i,w2,l"
object bss, buffer, 16
    .zero 16
function _start, "i:v"
    subq $8, %rsp
    xorl %edi, %edi
    leaq buffer(%rip), %rsi
.ifdef TWIN
    movl $16, %edx
.else
    movl $4096, %edx
.endif
.Lattack:
    call *__import_read(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
