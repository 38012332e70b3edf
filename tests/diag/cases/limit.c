/* After twenty errors vcc stops. */
#define E a;
#define E5 E E E E E
void f(void) {
    E5                          // error: use of undeclared identifier 'a' (5 times)
    E5                          // error: use of undeclared identifier 'a' (5 times)
    E5                          // error: use of undeclared identifier 'a' (5 times)
    E5                          // error: use of undeclared identifier 'a' (5 times)
    E5
}
