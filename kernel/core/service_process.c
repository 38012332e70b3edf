/* The services by which processes start, wait for and end each other, and let time pass.
 *
 * Called by the thunks of enter.S on the kernel's stack. A process reaches only its own descendants: for any other
 * number, of a living process or not, the answer is the same. */
#include <vouch/errors.h>
#include <vouch/process_services.h>

#include "image.h"
#include "kernel_assert.h"
#include "process.h"
#include "scheduler.h"
#include "service_check.h"
#include "session.h"

enum { NAME_BYTES_MAX = 255 };

int service_spawn(const char *name, uint64_t name_bytes, const char *arguments, uint64_t argument_bytes,
                  int priority);
int service_wait(int child, void *end, uint64_t bytes, int flags);
int service_kill(int id);
void service_sleep(uint64_t nanoseconds);

/* How many arguments a block holds, a NUL behind each; a negated error if it is none. */
static int count_arguments(const char *block, uint64_t bytes) {
    int count = 0;
    if (bytes > PROCESS_ARGUMENT_BYTES_MAX)
        return -VOUCH_E2BIG;
    if (bytes > 0 && block[bytes - 1] != '\0')
        return -VOUCH_EINVAL;
    for (uint64_t i = 0; i < bytes; i++)
        count += block[i] == '\0';
    return count <= PROCESS_ARGUMENT_COUNT_MAX ? count : -VOUCH_E2BIG;
}

int service_spawn(const char *name, uint64_t name_bytes, const char *arguments, uint64_t argument_bytes,
                  int priority) {
    struct process *parent = process_current;
    if (!service_check_reference((uint64_t)name, name_bytes, false) ||
        !service_check_reference((uint64_t)arguments, argument_bytes, false))
        return -VOUCH_ENOMEM;
    if (priority == VOUCH_PRIORITY_SAME)
        priority = parent->priority;
    if (priority < 0 || priority >= PROCESS_PRIORITIES)
        return -VOUCH_EINVAL;
    if (priority < parent->priority)
        return -VOUCH_EPERM;
    if (name_bytes > NAME_BYTES_MAX)
        return -VOUCH_ENOENT;
    const int count = count_arguments(arguments, argument_bytes);
    if (count < 0)
        return count;

    struct process_order order = {
        .parent = parent,
        .priority = (uint8_t)priority,
        .argument_block = arguments,
        .argument_count = (uint32_t)count,
        .argument_bytes = (uint32_t)argument_bytes,
        .heap_stress = session_has_heap_stress(),
    };
    const int refused = session_find_image(name, name_bytes, &order.image, &order.name);
    if (refused < 0)
        return refused;
    int failure;
    struct process *process = process_create(&order, &failure);
    if (!process)
        return failure;
    scheduler_start(process);
    return process->id;
}

/* An ended child that would be waited for, or null. */
static struct process *find_ended(const struct process *parent, int child) {
    if (child == 0)
        return process_first_ended(parent);
    struct process *process = process_find(child);
    return process && process->parent == parent && process->state == PROCESS_ENDED ? process : nullptr;
}

int service_wait(int child, void *end, uint64_t bytes, int flags) {
    struct process *process = process_current;
    if (!service_check_reference((uint64_t)end, bytes, true))
        return -VOUCH_ENOMEM;
    if (child < 0 || (flags & ~VOUCH_WAIT_NOT) != 0)
        return -VOUCH_EINVAL;
    struct process *ended = find_ended(process, child);
    if (ended)
        return scheduler_collect(ended, (uint64_t)end, bytes);
    const struct process *awaited = child > 0 ? process_find(child) : nullptr;
    if (child == 0 ? process_list_is_empty(&process->children) : !awaited || awaited->parent != process)
        return -VOUCH_ECHILD;
    if (flags & VOUCH_WAIT_NOT)
        return 0;
    scheduler_wait(child, (uint64_t)end, bytes);
}

int service_kill(int id) {
    struct process *process = process_find(id);
    if (!process || !process_is_descendant(process, process_current))
        return -VOUCH_ESRCH;
    scheduler_kill(process);
    return 0;
}

void service_sleep(uint64_t nanoseconds) {
    if (nanoseconds == 0)
        scheduler_yield();
    const uint64_t now = scheduler_time();
    scheduler_sleep(nanoseconds > UINT64_MAX - now ? UINT64_MAX : now + nanoseconds);
}
