; What becomes of parameters: used, stored, returned, passed on; through variables, phis, selects, pairs, checks.
@global = global ptr null

; CHECK: define void @used(ptr %p)
define void @used(ptr %p) {
  %v = load i32, ptr %p
  store i32 1, ptr %p
  %c = icmp eq ptr %p, null
  ret void
}

; CHECK: define void @stored(ptr "vouch-storable" %p, ptr %q)
define void @stored(ptr %p, ptr %q) {
  store atomic ptr %p, ptr %q unordered, align 8
  ret void
}

; CHECK: define ptr @returned(ptr "vouch-returned" %p, ptr "vouch-returned" %q, i1 %c)
define ptr @returned(ptr %p, ptr %q, i1 %c) {
  %r = select i1 %c, ptr %p, ptr %q
  ret ptr %r
}

; Storable wins over returned.
; CHECK: define ptr @both(ptr "vouch-storable" %p)
define ptr @both(ptr %p) {
  store ptr %p, ptr @global
  ret ptr %p
}

; What is loaded from memory says nothing of where it was loaded.
; CHECK: define ptr @next(ptr %p)
define ptr @next(ptr %p) {
  %n = load atomic ptr, ptr %p unordered, align 8
  ret ptr %n
}

; Through a variable and an interior pointer.
; CHECK: define ptr @variable(ptr "vouch-returned" %p, ptr %unrelated)
define ptr @variable(ptr %p, ptr %unrelated) {
  %a = alloca ptr
  %b = alloca ptr
  store ptr %p, ptr %a
  store ptr %unrelated, ptr %b
  %v = load ptr, ptr %a
  %i = getelementptr i8, ptr %v, i64 4
  ret ptr %i
}

; A record of pairs that is only reached at constant offsets is a variable, too.
; CHECK: define void @field(ptr "vouch-storable" %p)
define void @field(ptr %p) {
  %a = alloca { i64, ptr }, !vouch.object !0
  %f = getelementptr i8, ptr %a, i64 8
  store ptr %p, ptr %f
  %v = load ptr, ptr %f
  store ptr %v, ptr @global
  ret void
}

; A pair of a reference and a number, round a loop.
; CHECK: define { ptr, i64 } @pair(ptr "vouch-returned" %p, i64 %n)
define { ptr, i64 } @pair(ptr %p, i64 %n) {
entry:
  br label %loop
loop:
  %r = phi ptr [ %p, %entry ], [ %s, %loop ]
  %s = getelementptr i8, ptr %r, i64 1
  %c = icmp eq ptr %s, null
  br i1 %c, label %loop, label %out
out:
  %one = insertvalue { ptr, i64 } poison, ptr %r, 0
  %two = insertvalue { ptr, i64 } %one, i64 %n, 1
  ret { ptr, i64 } %two
}

; CHECK: define void @from_pair(ptr "vouch-storable" %p, i64 %n)
define void @from_pair(ptr %p, i64 %n) {
  %r = call { ptr, i64 } @pair(ptr %p, i64 %n)
  %q = extractvalue { ptr, i64 } %r, 0
  store ptr %q, ptr @global
  ret void
}

; A check is an assembly that gives back what it was given; one that gives a number keeps nothing.
; CHECK: define ptr @checked(ptr "vouch-returned" %p, ptr %q)
define ptr @checked(ptr %p, ptr %q) {
  %r = call ptr asm "cmpb $$0, ($0)", "=r,0,r,~{flags}"(ptr %p, i64 0)
  %n = call i64 asm "movq -8($1), $0", "=r,r"(ptr %q)
  ret ptr %r
}

; Differences and comparisons of addresses are numbers.
; CHECK: define i64 @distance(ptr %p, ptr %q)
define i64 @distance(ptr %p, ptr %q) {
  %a = ptrtoint ptr %p to i64
  %b = ptrtoint ptr %q to i64
  %d = sub i64 %a, %b
  ret i64 %d
}

; CHECK: define i64 @address(ptr "vouch-returned" %p)
define i64 @address(ptr %p) {
  %a = ptrtoint ptr %p to i64
  ret i64 %a
}

; Copying what is behind a pointer is no storing of the pointer.
; CHECK: define void @copied(ptr %p, ptr %q)
define void @copied(ptr %p, ptr %q) {
  call void @llvm.memcpy.p0.p0.i64(ptr %p, ptr %q, i64 4096, i1 false)
  ret void
}

; Through calls: storing, using, and returning.
; CHECK: define ptr @passes(ptr %a, ptr "vouch-storable" %b, ptr "vouch-returned" %c, ptr %d)
define ptr @passes(ptr %a, ptr %b, ptr %c, ptr %d) {
  call void @used(ptr %a)
  call void @stored(ptr %b, ptr %a)
  %r = call ptr @returned(ptr %c, ptr null, i1 true)
  %dropped = call ptr @returned(ptr %d, ptr null, i1 true)
  ret ptr %r
}

; Mutual recursion.
; CHECK: define ptr @even(ptr "vouch-storable" %p, ptr "vouch-returned" %q, ptr %r)
define ptr @even(ptr %p, ptr %q, ptr %r) {
  %v = call ptr @odd(ptr %r, ptr %q, ptr %p)
  ret ptr %v
}
; CHECK: define ptr @odd(ptr %r, ptr "vouch-returned" %q, ptr "vouch-storable" %p)
define ptr @odd(ptr %r, ptr %q, ptr %p) {
  %c = icmp eq ptr %r, null
  br i1 %c, label %end, label %more
end:
  store ptr %p, ptr @global
  ret ptr %q
more:
  %v = call ptr @even(ptr %p, ptr %q, ptr %r)
  ret ptr %v
}

; Services say themselves what they keep; what is defined elsewhere keeps all but what it says not to.
; CHECK: define ptr @services(ptr %buffer, ptr "vouch-storable" %located, ptr "vouch-returned" %measured)
define ptr @services(ptr %buffer, ptr %located, ptr %measured) {
  %w = call i64 @__service_write(i32 1, ptr %buffer, i64 3)
  %l = call { ptr, i64 } @__service_locate(i32 0, ptr %located)
  %e = call { ptr, i64 } @__service_extent(ptr %measured)
  %r = extractvalue { ptr, i64 } %e, 0
  ret ptr %r
}
declare i64 @__service_write(i32, ptr, i64) "vouch-signature"="l:i,r2,l"
declare { ptr, i64 } @__service_locate(i32, ptr) "vouch-signature"="at0~+:t,ot0!^"
declare { ptr, i64 } @__service_extent(ptr) "vouch-signature"="c1~:o1^"

; CHECK: define void @outside(ptr "vouch-storable" %p, ptr %q)
define void @outside(ptr %p, ptr %q) {
  call void @elsewhere(ptr %p, ptr %q)
  ret void
}
declare void @elsewhere(ptr, ptr "vouch-noescape")

; Calls through pointers go by the pointer's type.
; CHECK: define void @indirect(ptr "vouch-storable" %p, ptr %q, ptr %f)
define void @indirect(ptr %p, ptr %q, ptr %f) {
  call void %f(ptr %p, ptr "vouch-noescape" %q)
  ret void
}

; What the analysis does not know may do anything.
; CHECK: define void @unknown(ptr "vouch-storable" %p)
define void @unknown(ptr %p) {
  %old = atomicrmw xchg ptr @global, ptr %p seq_cst
  ret void
}

declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
!0 = !{!"pair", i64 1}
!vouch.types = !{!1}
!1 = !{!"pair", !"16 8 0:O4"}
