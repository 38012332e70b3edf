/* Enumerations. */
enum color { RED, GREEN = 5, BLUE };
enum color { BLACK };           // error: redefinition of 'enum color'
enum { RED };                   // error: redefinition of 'RED'
enum empty { };                 // error: an enumeration needs at least one constant
enum small : unsigned char { BIG = 256 }; // error: the value of 'BIG' does not fit the type 'unsigned char'
enum wrong : double { W };      // error: the underlying type of an enumeration must be an integer type
enum value { V = 1.5 };         // error: the value of an enumeration constant must be an integer constant
static_assert(BLUE == 6 && sizeof(enum color) == 4);
enum wide { WIDE = 1ull << 40 };
static_assert(sizeof(WIDE) == 8 && sizeof(enum wide) == 8);
enum color paint = BLUE;
