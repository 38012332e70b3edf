# The base of the patches that attack what a hint says of objects with types: references of each kind, objects of the
# frame with pointer slots, a list, arrays that change from turn to turn. Type 0 is a node, 1 plain, 2 a node whose
# pointer is elsewhere.
#! status: 0
.include "vx.inc"
program objects
typedef 0, 16, 8, "0:O#0"
typedef 1, 8, 8
typedef 2, 16, 8, "8:O#0"
typedef 3, 16, 8, "0:A#1 8:O#3"
signature 0, "i:v"
signature 1, "i:i"
typed data, node, 0, 1, 16
    .quad 0, 0
typed data, other, 2, 1, 16
    .quad 0, 0
typed data, chain, 3, 2, 32
    .quad numbers+16, chain+16
    .quad numbers+16, 0
headed data, numbers, 1, 4, 32
    .quad 0, 2, 3, 4
headed data, second, 1, 4, 32
    .quad 0, 2, 3, 4
headed data, nodes, 0, 2, 32
    .quad 0, 0, 0, 0
headed rodata, constants, 1, 2, 16
    .quad 5, 6
function _start, "i:v"
    subq $8, %rsp
    leaq nodes+16(%rip), %rdi
    movl $2, %esi
    call counted
    leaq node(%rip), %rdi
    call one
    leaq node(%rip), %rdi
    call returned
    leaq node(%rip), %rdi
    call kept
    leaq numbers+16(%rip), %rdi
    call array
    leaq numbers+16(%rip), %rdi
    call any
    leaq numbers+16(%rip), %rdi
    call tested
    leaq zero(%rip), %rdi
    call callback
    call global
    call constant
    call raw
    call half
    call published
    leaq node(%rip), %rdi
    call list
    leaq chain(%rip), %rdi
    call arrays
    leaq chain(%rip), %rdi
    call stale
    movq $0, other(%rip)
    xorl %eax, %eax
    addq $8, %rsp
    ret
    end _start
function zero, "i:v"
    xorl %eax, %eax
    ret
    end zero
function take, "i:o#0"
    xorl %eax, %eax
    ret
    end take
# a parameter that is lent
function one, "i:o#0"
    xorl %eax, %eax
.Lone:
    jmp .Lone_on
    ud2
.Lone_on:
    movl 8(%rdi), %eax
    ret
    end one
# a parameter that may be returned
function returned, "i:o#0^"
    xorl %eax, %eax
.Lreturned:
    jmp .Lreturned_on
    ud2
.Lreturned_on:
    movl 8(%rdi), %eax
    ret
    end returned
# a parameter that may be kept
function kept, "i:O#0!"
    xorl %eax, %eax
.Lkept:
    jmp .Lkept_on
    ud2
.Lkept_on:
    movl 8(%rdi), %eax
    ret
    end kept
# elements that are counted
function counted, "i:w1*#0,l"
    xorl %eax, %eax
.Lcounted:
    jmp .Lcounted_on
    ud2
.Lcounted_on:
    testq %rsi, %rsi
    je .Lcounted_out
    movl 8(%rdi), %eax
.Lcounted_out:
    ret
    end counted
# an array of plain data and its count
function array, "i:a#1"
    movq -8(%rdi), %rsi
    xorl %eax, %eax
.Larray:
    jmp .Larray_on
    ud2
.Larray_on:
    movl -8(%rdi,%rsi,8), %eax
    movq -8(%rdi), %rcx
    ret
    end array
# an object of unknown type
function any, "i:p"
    xorl %eax, %eax
.Lany:
    jmp .Lany_on
    ud2
.Lany_on:
    cmpl $1, -16(%rdi)
    jne .Lany_out
    movl (%rdi), %eax
.Lany_out:
    ret
    end any
# an object whose type was tested
function tested, "i:p"
    xorl %eax, %eax
    cmpl $1, -16(%rdi)
    jne .Ltested_out
.Ltested:
    jmp .Ltested_on
    ud2
.Ltested_on:
    movl (%rdi), %eax
    movl -16(%rdi), %ecx
.Ltested_out:
    ret
    end tested
# a function pointer
function callback, "i:x0"
    subq $8, %rsp
    xorl %eax, %eax
    testq %rdi, %rdi
    je .Lcallback_out
.Lcallback:
    jmp .Lcallback_on
    ud2
.Lcallback_on:
    call *%rdi
.Lcallback_out:
    addq $8, %rsp
    ret
    end callback
# one of two globals with headers
function global, "i:v"
    leaq numbers+16(%rip), %rcx
    movl node+8(%rip), %eax
    testl %eax, %eax
.Lglobal_branch:
    je .Lglobal
    leaq second+16(%rip), %rcx
.Lglobal:
    movq -8(%rcx), %rdx
    movl (%rcx), %eax
    movl $1, 8(%rcx)
    ret
    end global
# an array that is read-only
function constant, "i:v"
    leaq constants+16(%rip), %rcx
    xorl %eax, %eax
.Lconstant:
    jmp .Lconstant_on
    ud2
.Lconstant_on:
    movl 8(%rcx), %eax
    ret
    end constant
# an object of the frame that no reference leads to yet
function raw, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    movq $7, 8(%rsp)
    xorl %eax, %eax
.Lraw:
    jmp .Lraw_on
    ud2
.Lraw_on:
    leaq (%rsp), %rdi
    call take
    addq $24, %rsp
    ret
    end raw
# the same whose slot is not written until later
function half, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    xorl %eax, %eax
.Lhalf:
    jmp .Lhalf_on
    ud2
.Lhalf_on:
    movq $0, (%rsp)
    leaq (%rsp), %rdi
    call take
    addq $24, %rsp
    ret
    end half
# the same after a reference was passed
function published, "i:v"
    subq $24, %rsp
    frame_typed 0, 1, "(%rsp)"
    movq $0, (%rsp)
    movq $7, 8(%rsp)
    leaq (%rsp), %rdi
    call take
    leaq (%rsp), %rcx
.Lpublished:
    jmp .Lpublished_on
    ud2
.Lpublished_on:
    movq (%rcx), %rdx
    addq $24, %rsp
    ret
    end published
# a list
function list, "i:o#0"
    xorl %eax, %eax
    jmp .Llist_test
.Llist_turn:
    addq $1, %rax
    movq (%rdi), %rdi
.Llist_test:
    testq %rdi, %rdi
.Llist:
    jne .Llist_turn
    xorl %eax, %eax
    ret
    end list
# the arrays in a chain, each with its own count
function arrays, "i:O#3"
    xorl %eax, %eax
    movq (%rdi), %rcx
    movq -8(%rcx), %rdx
.Larrays_turn:
    movl -8(%rcx,%rdx,8), %eax
    movq 8(%rdi), %rdi
    testq %rdi, %rdi
    je .Larrays_out
    movq (%rdi), %rcx
    movq -8(%rcx), %rdx
.Larrays:
    jmp .Larrays_turn
.Larrays_out:
    ret
    end arrays
# the same with the count of the first array
function stale, "i:O#3"
    movq (%rdi), %rcx
    movq -8(%rcx), %rdx
.Lstale_turn:
    movl (%rcx), %eax
    movq 8(%rdi), %rdi
    testq %rdi, %rdi
    je .Lstale_out
    movq (%rdi), %rcx
    movl -16(%rcx), %eax
.Lstale:
    jmp .Lstale_turn
.Lstale_out:
    movq %rdx, %rax
    ret
    end stale
