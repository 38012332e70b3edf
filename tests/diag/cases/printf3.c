/* A program that declares vcc's print functions differently. */
int printf(const char *format, ...);
int __print_text(int);

int main(void) {
    return printf("text %s\n", "x"); // error: '__print_text' is not declared as <vouch/print.h> does it
}
