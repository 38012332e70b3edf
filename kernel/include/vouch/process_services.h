/* What the services of processes take and tell: spawn, wait and kill. */
#ifndef VOUCH_PROCESS_SERVICES_H
#define VOUCH_PROCESS_SERVICES_H

enum {
    VOUCH_PRIORITY_SAME = -1, /* spawn: as the parent. 0 (first) to 3, not before the parent's own, else */
    VOUCH_WAIT_NOT = 1,       /* wait: 0 if no child has ended */
};

enum vouch_process_end_kind {
    VOUCH_PROCESS_EXITED = 0,  /* `status` is its own */
    VOUCH_PROCESS_TRAPPED = 1, /* by a failed check or a fault: `reason` says which and where */
    VOUCH_PROCESS_KILLED = 2,  /* by an ancestor */
};

/* Of an ended process. */
struct vouch_process_end {
    int id;  /* the process's number */
    int end; /* enum vouch_process_end_kind */
    int status;
    unsigned reserved; /* 0 */
    char reason[240];  /* NUL terminated */
};

#endif
