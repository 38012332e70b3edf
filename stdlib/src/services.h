/* The kernel's services, as Safe C sees them: kernel/services.def in declarations. A function with the
 * attribute vouch_service is not linked: a call to __service_NAME becomes a call through the program's import
 * NAME, and the link fails if its signature is not the kernel's. Only the standard library uses this header.
 *
 * Results below zero are negated error numbers. */
#ifndef SERVICES_H
#define SERVICES_H

#include <stddef.h>
#include <ptrcheck.h>

[[noreturn]] __attribute__((vouch_service)) void __service_exit(int status);
__attribute__((vouch_service)) long __service_write(int descriptor, const void *__sized_by(size) bytes,
                                                    size_t size);
__attribute__((vouch_service)) long __service_read(int descriptor, void *__sized_by(size) buffer,
                                                   size_t size);
__attribute__((vouch_service)) int __service_open(const void *__sized_by(path_bytes) path, size_t path_bytes,
                                                  int flags);
__attribute__((vouch_service)) int __service_close(int descriptor);
__attribute__((vouch_service)) long __service_seek(int descriptor, long offset, int whence);
__attribute__((vouch_service)) long __service_clock(int which);
__attribute__((vouch_service)) int __service_argument_count(void);
__attribute__((vouch_service)) long __service_argument_copy(int index, void *__sized_by(size) buffer,
                                                            size_t size);
__attribute__((vouch_service)) void __service_collect(void);
__attribute__((vouch_service)) long __service_heap_figure(int which);
__attribute__((vouch_service)) int __service_spawn(const void *__sized_by(name_bytes) name, size_t name_bytes,
                                                   const void *__sized_by(argument_bytes) arguments,
                                                   size_t argument_bytes, int priority);
__attribute__((vouch_service)) int __service_wait(int child, void *__sized_by(size) end, size_t size,
                                                  int flags);
__attribute__((vouch_service)) int __service_kill(int id);
__attribute__((vouch_service)) void __service_sleep(unsigned long nanoseconds);

#endif
