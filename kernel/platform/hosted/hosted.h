/* The hosted platform's own interface: what `vouch run` sets up before it calls the core. */
#ifndef KERNEL_PLATFORM_HOSTED_H
#define KERNEL_PLATFORM_HOSTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

struct hosted_options {
    const char *root; /* programs see this directory's files as if it were "/"; null: the host's own paths */
    unsigned timeout_s;   /* end with status 124 after this many seconds; 0: never */
    const char *time_out; /* the line for standard error when that happens, with its newline */
    bool counts_steps;    /* kernel_schedule_randomly is to be called */
    bool is_debugged;     /* another process traces this one and wants to set breakpoints in programs */
    /* Told of each accepted file that has been laid out, with its text at `text`, and when it is about to be released;
     * or null. The file must not be changed. */
    void (*image_placed)(const void *file, size_t bytes, const void *text);
    void (*image_removed)(const void *text);
};

/* Prepare memory, signals and files. Null on success, else what failed as a constant text (errno says why,
 * unless it is 0). Call once; the options' strings must stay. */
const char *hosted_start(const struct hosted_options *options);

/* The parts of hosted_start, one a file. */
bool hosted_start_memory(bool is_debugged);
bool hosted_start_faults(void);
bool hosted_start_tick(void);  /* after the faults' stack */
bool hosted_start_steps(void); /* likewise: for kernel_step */
bool hosted_start_files(const char *root);

/* The general registers of an interrupted thread in the order of x86 encoding. */
void hosted_read_registers(const ucontext_t *frame, uint64_t general[16]);

#endif
