/* Errors that services return, negated. The numbers are Linux's, so that a program's errno means the same
 * natively and under Vouch. */
#ifndef VOUCH_ERRORS_H
#define VOUCH_ERRORS_H

enum vouch_error {
    VOUCH_EPERM = 1,   /* not allowed to this process */
    VOUCH_ENOENT = 2,  /* no such file or program */
    VOUCH_ESRCH = 3,   /* no such process */
    VOUCH_EIO = 5,     /* the device failed */
    VOUCH_E2BIG = 7,   /* more arguments than a process may be given */
    VOUCH_ENOEXEC = 8, /* the verifier has rejected the program */
    VOUCH_EBADF = 9,   /* not a descriptor of this process, or not one for this use */
    VOUCH_ECHILD = 10, /* the process has not spawned it, or has been told of its end */
    VOUCH_EAGAIN = 11, /* there are as many processes as there may be */
    VOUCH_ENOMEM = 12, /* memory is out */
    VOUCH_EACCES = 13, /* this file may not be opened */
    VOUCH_EISDIR = 21, /* a directory cannot be read as a file */
    VOUCH_EINVAL = 22, /* an argument has no meaning here */
    VOUCH_EMFILE = 24, /* all of the process's descriptors are in use */
    VOUCH_ESPIPE = 29, /* there are no places in what the descriptor stands for */
    VOUCH_EROFS = 30,  /* files cannot be written */
    VOUCH_ENAMETOOLONG = 36,
};

#endif
