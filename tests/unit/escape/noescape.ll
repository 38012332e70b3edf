; A pointer to this function would promise what the function does not keep.
; CHECK: error: the address of 'liar' is taken, but it keeps or returns a parameter that is declared __noescape
@global = global ptr null
@table = global ptr @liar
define void @liar(ptr "vouch-noescape" %p) {
  store ptr %p, ptr @global
  ret void
}
