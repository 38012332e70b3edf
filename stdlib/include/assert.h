/* C23 <assert.h>. A failed assertion says where it stands on standard error and ends the process with
 * status 134. No include guard: NDEBUG counts where the header is included. */
#undef assert
#ifdef NDEBUG
#define assert(...) ((void)0)
#else
[[noreturn]] void __assert_failed(const char *expression, const char *file, int line);
#define assert(...) ((__VA_ARGS__) ? (void)0 : __assert_failed(#__VA_ARGS__, __FILE__, __LINE__))
#endif
