/* A program that declares vcc's print functions differently. */
typedef struct __stream { int x; } FILE;
extern FILE __stdout_stream;
int printf(const char *format, ...);
int __print_text(int);

int main(void) {
    return printf("text %s\n", "x"); // error: '__print_text' is not declared as <vouch/print.h> or <vouch/scan.h> does it
}
