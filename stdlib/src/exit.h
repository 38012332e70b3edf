/* What exit.c and atexit.c share. */
#ifndef EXIT_H
#define EXIT_H

/* Calls the functions that atexit was given; null as long as there are none. */
extern void (*__at_exit)(void);

#endif
