/* Literals. */
unsigned long a = 99999999999999999999;  // error: no integer type can hold the value in the number
int b = 0x;                     // error: invalid digits in the number '0x'
int c = 089;                    // error: invalid suffix or digit in the number '089'
int d = 12abc;                  // error: invalid suffix or digit in the number '12abc'
double e = 1.5q;                // error: invalid suffix or digit in the number '1.5q'
int f = '';                     // warning: empty character constant
                                // error: empty character constant
int g = 'ab';                   // error: character constant holds more than one character
int h = '\q';                   // error: unknown escape sequence '\q'
int i = '\x';                   // error: \x is followed by no hexadecimal digits
int j = '\777';                 // error: escape sequence out of range for 'char'
char k[] = "\ud800";            // error: invalid universal character name
int l[] = L"a" U"b";            // error: adjacent string literals have different prefixes
static_assert('\xff' == -1 && u8'\xff' == 255 && L'\u00e9' == 0xe9 && sizeof("\u00e9") == 3);
static_assert(sizeof(u"\U0001F600") == 6 && sizeof(0xffffffff) == 4 && sizeof(4294967295) == 8 && 1'000 == 0b1111101000);
const char *m(void);
int n = __func__[0];            // error: '__func__' is used outside a function
int o = @;                      // error: stray '@' in the source
                                // error: expected an expression, but found ';'
int p = "unfinished;            // error: missing closing quote
                                // warning: missing terminating '"' character
int q = 1;                      // error: expected an expression, but found 'int'
