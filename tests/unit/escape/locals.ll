; Which locals stay, and where those that do not are made.
; CHECK: taken 12, kept 5, moved: stored.x, returned.x, loop.x, skipped.x, merged.x, parameter.p, crowded.x, crowded.many
@global = global ptr null

; CHECK-LABEL: define void @passed(
; CHECK: %x = alloca i32
; CHECK: %y = alloca i32
define void @passed() {
  %x = alloca i32, !vouch.object !0
  %y = alloca i32, !vouch.object !0
  call void @used(ptr %x)
  %r = call ptr @same(ptr %y)
  store i32 2, ptr %r
  ret void
}
; CHECK-LABEL: define void @used(
define void @used(ptr %p) {
  store i32 1, ptr %p
  ret void
}
; CHECK-LABEL: define ptr @same(ptr "vouch-returned" %p)
define ptr @same(ptr %p) {
  ret ptr %p
}

; Allocated and tested, the clearing of the frame slot gone.
; CHECK-LABEL: define void @stored(
; CHECK-NEXT: [[RAW:%.*]] = call ptr @__vouch_allocate.int(i64 1)
; CHECK-NEXT: [[X:%.*]] = call ptr asm "testq {{.*}}(ptr [[RAW]])
; CHECK-NEXT: store i32 7, ptr [[X]]
; CHECK-NEXT: store ptr [[X]], ptr @global
; CHECK-NEXT: ret void
define void @stored() {
  %x = alloca i32, !vouch.object !0
  store i32 0, ptr %x
  call void @vouch.declared(ptr %x)
  store i32 7, ptr %x
  store ptr %x, ptr @global
  ret void
}

; CHECK-LABEL: define ptr @returned(
; CHECK: call ptr @__vouch_allocate.int(i64 4)
; CHECK: [[PAIR:%.*]] = call { ptr, i64 } asm "movq -8($0), $1\0A\09cmpq $$4, $1
; CHECK: [[X:%.*]] = extractvalue { ptr, i64 } [[PAIR]], 0
; CHECK: [[Y:%.*]] = getelementptr i8, ptr [[X]], i64 4
; CHECK: ret ptr [[Y]]
define ptr @returned() {
  %x = alloca [4 x i32], !vouch.object !1
  call void @vouch.declared(ptr %x)
  %r = getelementptr i8, ptr %x, i64 4
  ret ptr %r
}

; Each round has its own.
; CHECK-LABEL: define void @loop(
; CHECK-NEXT: entry:
; CHECK-NEXT: br label %body
; CHECK: body:
; CHECK: @__vouch_allocate.int
; CHECK: br i1
define void @loop(i32 %n) {
entry:
  %x = alloca i32, !vouch.object !0
  store i32 0, ptr %x
  br label %body
body:
  %i = phi i32 [ 0, %entry ], [ %j, %body ]
  call void @vouch.declared(ptr %x)
  store i32 %i, ptr %x
  store ptr %x, ptr @global
  %j = add i32 %i, 1
  %c = icmp slt i32 %j, %n
  br i1 %c, label %body, label %out
out:
  ret void
}

; A goto past the declaration: one from the start, another for each declaration; a variable says which.
; CHECK-LABEL: define void @skipped(
; CHECK: [[SLOT:%.*]] = alloca ptr
; CHECK: [[FIRST:%.*]] = call ptr asm "testq
; CHECK: store ptr [[FIRST]], ptr [[SLOT]]
; CHECK: declared:
; CHECK: [[FRESH:%.*]] = call ptr asm "testq
; CHECK: store ptr [[FRESH]], ptr [[SLOT]]
; CHECK: inside:
; CHECK: [[NOW:%.*]] = load ptr, ptr [[SLOT]]
; CHECK: store ptr [[NOW]], ptr @global
define void @skipped(i1 %c) {
entry:
  %x = alloca i32, !vouch.object !0
  store i32 0, ptr %x
  br i1 %c, label %declared, label %inside
declared:
  call void @vouch.declared(ptr %x)
  store i32 3, ptr %x
  br label %inside
inside:
  store ptr %x, ptr @global
  ret void
}

; A phi takes its operand where it comes from.
; CHECK-LABEL: define void @merged(
; CHECK-NOT: alloca
; CHECK: then:
; CHECK: [[X:%.*]] = call ptr asm "testq
; CHECK: phi ptr [ [[X]], %then ], [ null, %entry ]
define void @merged(i1 %c) {
entry:
  %x = alloca i32, !vouch.object !0
  br i1 %c, label %then, label %end
then:
  call void @vouch.declared(ptr %x)
  br label %end
end:
  %p = phi ptr [ %x, %then ], [ null, %entry ]
  store ptr %p, ptr @global
  ret void
}

; A parameter has no declaration of its own.
; CHECK-LABEL: define void @parameter(
; CHECK: call ptr @__vouch_allocate.int(
; CHECK: store i32 %v
define void @parameter(i32 %v) {
  %p = alloca i32, !vouch.object !0
  store i32 %v, ptr %p
  store ptr %p, ptr @global
  ret void
}

; What is in an object whose address is passed must be storable; a variable may hold anything.
; CHECK-LABEL: define void @contents(ptr "vouch-storable" %p, ptr %q)
; CHECK: alloca { ptr, i64 }
define void @contents(ptr %p, ptr %q) {
  %object = alloca { ptr, i64 }, !vouch.object !2
  %variable = alloca { ptr, i64 }, !vouch.object !2
  store ptr %p, ptr %object
  store ptr %q, ptr %variable
  call void @used(ptr %object)
  ret void
}

; Only indexed: neither its address taken, nor moved.
; CHECK-LABEL: define i32 @indexed(
; CHECK: alloca [4 x i32]
define i32 @indexed(i64 %i) {
  %a = alloca [4 x i32], !vouch.object !1
  call void @vouch.declared(ptr %a)
  %e = getelementptr i32, ptr %a, i64 %i
  %v = load i32, ptr %e
  ret i32 %v
}

; Compared only.
; CHECK-LABEL: define i1 @compared(
; CHECK: alloca i32
define i1 @compared(ptr %p) {
  %a = alloca i32, !vouch.object !0
  %c = icmp eq ptr %p, %a
  ret i1 %c
}

; With so many pointers it goes to the heap in any case, and what is stored in it, too; one less, and it is a variable.
; CHECK-LABEL: define void @crowded(
; CHECK-NOT: = alloca
; CHECK-LABEL: define void @fitting(
; CHECK: alloca i32
; CHECK: alloca [128 x ptr]
define void @crowded() {
  %x = alloca i32, !vouch.object !0
  %many = alloca [129 x ptr], !vouch.object !3
  call void @vouch.declared(ptr %many)
  %at = getelementptr i8, ptr %many, i64 8
  store ptr %x, ptr %at
  ret void
}
define void @fitting() {
  %x = alloca i32, !vouch.object !0
  %few = alloca [128 x ptr], !vouch.object !4
  %at = getelementptr i8, ptr %few, i64 8
  store ptr %x, ptr %at
  ret void
}

; CHECK-NOT: vouch.declared
declare void @vouch.declared(ptr)
!0 = !{!"int", i64 1}
!1 = !{!"int", i64 4}
!2 = !{!"pair", i64 1}
!3 = !{!"slots", i64 43}
!4 = !{!"slot", i64 128}
!vouch.types = !{!5, !6, !7, !8}
!5 = !{!"int", !"4 4"}
!6 = !{!"pair", !"16 8 0:O4"}
!7 = !{!"slots", !"24 8 0:O4 8+8x2:O4"}
!8 = !{!"slot", !"8 8 0:O4"}
