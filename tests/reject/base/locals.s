# The base of the patches that attack what a hint makes of a place in the frame, and of a frame that is gone.
.include "vx.inc"
program locals
function _start, "i:v"
    subq $8, %rsp
    movl $3, %edi
    call place
    movl $3, %edi
    call gap
    movl $3, %edi
    call gone
    movl $3, %edi
    call outlived
    addq $8, %rsp
    ret
    end _start
# a place in the first of two neighbours
function place, "i:i"
    subq $40, %rsp
    frame_object 16, "(%rsp)"
    frame_object 8, "16(%rsp)"
    andl $15, %edi
    leaq (%rsp,%rdi), %rcx
    xorl %eax, %eax
.Lplace:
    jmp .Lstore
    ud2
.Lstore:
    addq $40, %rsp
    ret
    end place
# a place among the slots below an object of the frame
function gap, "i:i"
    subq $40, %rsp
    frame_object 16, "16(%rsp)"
    andl $15, %edi
    leaq 8(%rsp,%rdi), %rcx
    xorl %eax, %eax
.Lgap:
    jmp .Lleave
    ud2
.Lleave:
    addq $40, %rsp
    ret
    end gap
# a place in an object above which rsp has risen
function gone, "i:i"
    subq $24, %rsp
    frame_object 16, "(%rsp)"
    andl $15, %edi
    leaq (%rsp,%rdi), %rcx
    leaq (%rsp), %rdx
    xorl %eax, %eax
    addq $24, %rsp
.Lgone:
    jmp .Lafter
    ud2
.Lafter:
    ret
    end gone
# a place in an object that lives at the first hint and is gone at the second
function outlived, "i:i"
    subq $24, %rsp
    frame_object 16, "(%rsp)"
    andl $15, %edi
    leaq (%rsp,%rdi), %rcx
    xorl %eax, %eax
.Lalive:
    jmp .Lstill
    ud2
.Lstill:
    addq $24, %rsp
.Loutlived:
    jmp .Lno
    ud2
.Lno:
    ret
    end outlived
