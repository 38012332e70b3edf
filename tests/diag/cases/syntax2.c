/* More syntax errors, at file scope. */
int l = sizeof(t);              // error: use of undeclared identifier 't'
enum { A B };                   // error: expected '}' to end the enumeration
enum 3;                         // error: expected a tag or '{' after 'enum'
typedef int { 3 };              // error: expected a name in the declaration, but found '{'
typedef int fn(void) { return 1; } // error: unexpected '{'
int old() int a; { return a; }  // error: declarations of parameters belong inside the parentheses
typedef int type;
int m = 1 + type;               // error: expected an expression, but 'type' is a type
int o __attribute__;            // error: expected '((' after '__attribute__'
int p = _Generic(1, 3: 2);      // error: expected a type, but found number
int q = 1;
}                               // error: expected a declaration, but found '}'
