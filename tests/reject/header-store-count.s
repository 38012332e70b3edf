#! attack: makes an array longer by writing the count in its header
#! rule: R3 TYPE_HEADER
.include "vx.inc"
program header-store-count
typedef 0, 8, 8
headed data, array, 0, 4, 32
    .quad 1, 2, 3, 4
function _start, "i:v"
    leaq array+16(%rip), %rcx
    movl $1000, %eax
.Lattack:
.ifdef TWIN
    movq -8(%rcx), %rax
.else
    movq %rax, -8(%rcx)
.endif
    xorl %eax, %eax
    ret
    end _start
