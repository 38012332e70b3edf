# The base of the patches that attack where an object of a hint starts: at a computed place, or behind null.
#! status: 3
.include "vx.inc"
program starts
object data, bytes, 8
    .byte 1, 2, 3, 4, 5, 6, 7, 8
object rodata, text, 8
    .ascii "vouch\n\0\0"
object data, pair, 8
    .long 1, 2
function _start, "i:v"
    subq $8, %rsp
    leaq bytes(%rip), %rdi
    movl $8, %esi
    movl $3, %edx
    call anywhere
    movl $1, %edi
    call constant
    leaq pair(%rip), %rdi
    call maybe
    addq $8, %rsp
    ret
    end _start
# a place that is not compared with the array's end
function anywhere, "i:r1,l,l"
    leaq (%rdi,%rdx), %rcx
    movq %rcx, %r8
    xorl %eax, %eax
.Lanywhere:
    jmp .Lunchecked
    ud2
.Lunchecked:
    ret
    end anywhere
# a place in a read-only global
function constant, "i:i"
    andl $7, %edi
    leaq text(%rip), %rcx
    leaq (%rcx,%rdi), %rcx
    xorl %eax, %eax
.Lconstant:
    jmp .Lread
    ud2
.Lread:
    ret
    end constant
# the second half of what may be null
function maybe, "i:o8"
    leaq 4(%rdi), %rcx
    movl $3, %eax
.Lmaybe:
    jmp .Lhalf
    ud2
.Lhalf:
    ret
    end maybe
