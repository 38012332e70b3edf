/* Statements that are no statements. */
int f(int n) {
    break;                      // error: 'break' outside of a loop or switch
    continue;                   // error: 'continue' outside of a loop
    case 3: n++;                // error: 'case' outside of a switch
    switch (n) {
    case 1:
    case 2:
    case 1:                     // error: duplicate case value 1
                                // note: the first one is here
    default:
    default:                    // error: a second 'default' in one switch
        break;
    case n:                     // error: the value of a case must be an integer constant
        continue;               // error: 'continue' outside of a loop
    }
    switch (1.5) {              // error: 'switch' needs an integer, not 'double'
    }
    goto nowhere;               // error: use of the undefined label 'nowhere'
twice:
twice:                          // error: redefinition of the label 'twice'
    else n = 1;                 // error: 'else' without 'if'
    return;                     // error: 'f' must return a value of type 'int'
}
void g(void) {
    return 1;                   // error: 'g' returns void, but here is a value
}
void h(int n) {
    if (g())                    // error: a condition must be a number or a pointer, not 'void'
        n = 1;
    while (n) g() g();          // error: expected ';' after the expression
    do n--; while (n) n++;      // error: expected ';' after 'do ... while (...)'
    for (int i = 0; i < n; i++ n++; // error: expected ')' after the header of 'for'
    if n > 1                    // error: expected '(' after 'if'
        n++;
}
default_label: int x;           // error: unknown type 'default_label'
