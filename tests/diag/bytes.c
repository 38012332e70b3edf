// Bytes that begin no token.
int a	= 1;
int b = 2 # 3;                  // error: stray '#' in the source
                                // error: expected ';' after the declaration
