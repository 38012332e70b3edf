/* Bytes that begin no token. */
int a	= 1;
int b = 2 # 3;                  // error: stray '#' in the source
                                // error: expected ';' after the declaration
int c =  4;                    // error: stray byte 0x01 in the source
int d = '\';                    // error: unknown escape sequence
