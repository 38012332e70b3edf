; Functions whose address is taken: their pointers promise what the pointer's type says.

; Called directly as well: the address is that of a thunk, direct calls stay.
; CHECK: @table = global [2 x ptr] [ptr @reads.pointer, ptr @keeps]
@table = global [2 x ptr] [ptr @reads, ptr @keeps]
@global = global ptr null

; CHECK-LABEL: define i32 @reads(ptr %p)
define i32 @reads(ptr %p) "no-builtins" "vouch-signature"="i:o4" {
  %v = load i32, ptr %p
  ret i32 %v
}

; It promises just what its type does.
; CHECK-LABEL: define i32 @keeps(ptr "vouch-storable" %p)
define i32 @keeps(ptr %p) {
  store ptr %p, ptr @global
  ret i32 0
}

; Nobody calls it directly: it promises what its type does, without a thunk.
; CHECK-LABEL: define void @callback(ptr "vouch-storable" %p, ptr "vouch-noescape" %q, i32 %n)
define void @callback(ptr %p, ptr "vouch-noescape" %q, i32 %n) {
  %v = load i32, ptr %p
  ret void
}

; Nothing to promise.
; CHECK-LABEL: define void @numbers(i32 %n)
define void @numbers(i32 %n) {
  ret void
}

; CHECK-LABEL: define i32 @main(
; CHECK: %direct = call i32 @reads(ptr %x)
; CHECK: call void @apply(ptr @reads.pointer)
; CHECK: call void @apply(ptr @callback)
; CHECK: call void @apply(ptr @numbers)
define i32 @main() {
  %x = alloca i32, !vouch.object !0
  %direct = call i32 @reads(ptr %x)
  call void @apply(ptr @reads)
  call void @apply(ptr @callback)
  call void @apply(ptr @numbers)
  call void @numbers(i32 3)
  ret i32 %direct
}
define void @apply(ptr %f) {
  ret void
}

; CHECK-LABEL: define linkonce_odr hidden i32 @reads.pointer(ptr "vouch-storable" %0)
; CHECK-SAME: [[ATTRIBUTES:#[0-9]+]]
; CHECK-NEXT: call i32 @reads(ptr %0)
; CHECK-NEXT: ret i32
; CHECK: attributes [[ATTRIBUTES]] = {{.*}}"no-builtins"{{.*}}"vouch-signature"="i:o4"
!0 = !{!"int", i64 1}
!vouch.types = !{!1}
!1 = !{!"int", !"4 4"}
