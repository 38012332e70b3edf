/* The scheduler: one loop on the kernel's stack, from which processes run and to which they all come back.
 *
 * Within a priority the queue is first in, first out; a lower number runs before all others. What the tick's handler
 * may look at is said at kernel_tick: it comes at any instruction, and changes nothing while the kernel runs. Each turn
 * of the loop does a bounded amount of work besides running a process. */
#include "scheduler.h"

#include <stddef.h>

#include <vouch/process_services.h>

#include "../../runtime/text.h"
#include "backtrace.h"
#include "kernel_assert.h"
#include "memory_functions.h"
#include "session.h"

enum {
    RELEASE_BYTES = 4 << 20, /* of an ended process's memory, each turn */
    WAKES_MAX = 64,          /* each turn */
    STEP_NS = 1000,          /* an instruction, when they are counted */
    STEP_BITS_MAX = 11,      /* logarithm of how many there are in a turn, at most */
    CHOICES_MAX = 8,         /* processes of one priority that chance chooses among */
    MXCSR_PLACE = 24,        /* in an FXSAVE area. Intel SDM 1, table 10-2 */
    MXCSR_DEFAULT = 0x1f80,
};

static struct process_link ready[PROCESS_PRIORITIES], dying, reading;
static struct process *timers[PROCESS_COUNT_MAX]; /* a heap: none before its parent at (i - 1) / 2 */
static uint32_t timer_count;
static bool ticking;

static uint64_t marked_at, longest_delay; /* of platform_work_ns */

static bool scheduled_randomly;
static uint64_t random_state, counted_time; /* counted_time in nanoseconds */
static uint64_t steps_left;                 /* instructions until the running process has to give way */
static char first_backtrace[KERNEL_BACKTRACE_BYTES];

volatile bool scheduler_mark;

static struct process *of_queue(struct process_link *link) {
    return (struct process *)((uint8_t *)link - offsetof(struct process, queue));
}

static struct process *of_siblings(struct process_link *link) {
    return (struct process *)((uint8_t *)link - offsetof(struct process, siblings));
}

static void put_timer(uint32_t place, struct process *process) {
    timers[place] = process;
    process->timer = place;
}

static void raise_timer(uint32_t place, struct process *process) {
    while (place > 0 && process->wake_time < timers[(place - 1) / 2]->wake_time) {
        put_timer(place, timers[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    put_timer(place, process);
}

static void add_timer(struct process *process) {
    kernel_assert(timer_count < PROCESS_COUNT_MAX);
    raise_timer(timer_count++, process);
}

static void remove_timer(struct process *process) {
    uint32_t place = process->timer;
    kernel_assert(place < timer_count && timers[place] == process);
    struct process *last = timers[--timer_count];
    if (last == process)
        return;
    for (uint32_t child; (child = 2 * place + 1) < timer_count; place = child) {
        if (child + 1 < timer_count && timers[child + 1]->wake_time < timers[child]->wake_time)
            child++;
        if (timers[child]->wake_time >= last->wake_time)
            break;
        put_timer(place, timers[child]);
    }
    raise_timer(place, last);
}

uint64_t scheduler_time(void) {
    return scheduled_randomly ? counted_time : platform_time_ns();
}

void kernel_schedule_randomly(uint64_t seed) {
    scheduled_randomly = true;
    random_state = seed * 2 + 1;
}

/* A number below `limit`. */
static uint64_t next_random(uint64_t limit) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (random_state >> 33) % limit;
}

static void start_tick(void) {
    if (!ticking && !scheduled_randomly) {
        ticking = true;
        platform_tick(true);
    }
}

static void stop_tick(void) {
    if (ticking) {
        ticking = false;
        platform_tick(false);
    }
}

static void make_ready(struct process *process) {
    process->state = PROCESS_READY;
    process_list_append(&ready[process->priority], &process->queue);
}

/* A service of a parked process is complete. */
static void finish_service(struct process *process, uint64_t result) {
    process->continuation = PROCESS_RETURN;
    process->results[0] = result;
    process->results[1] = 0;
    make_ready(process);
}

void scheduler_start(struct process *process) {
    make_ready(process);
    start_tick();
}

void scheduler_set_ended(struct process *process) {
    kernel_assert(process->state == PROCESS_RUNNING);
    process->state = PROCESS_DYING;
}

void scheduler_kill(struct process *process) {
    switch (process->state) {
    case PROCESS_READY:
    case PROCESS_READING:
        process_list_remove(&process->queue);
        break;
    case PROCESS_SLEEPING:
        remove_timer(process);
        break;
    case PROCESS_WAITING:
        break;
    case PROCESS_DYING:
    case PROCESS_ENDED:
        return;
    case PROCESS_RUNNING:
    case PROCESS_FREE:
        platform_panic("killing a process that runs or is none");
    }
    process->end = KERNEL_KILLED;
    process->state = PROCESS_DYING;
    process_list_append(&dying, &process->queue);
}

void scheduler_exit(int status) {
    process_current->status = status;
    scheduler_set_ended(process_current);
    kernel_leave();
}

/* Leave the processor as a process that goes on with the service's result. */
[[noreturn]] static void leave_ready(uint64_t first, uint64_t second) {
    struct process *process = process_current;
    process->continuation = PROCESS_RETURN;
    process->results[0] = first;
    process->results[1] = second;
    process->state = PROCESS_READY;
    kernel_leave();
}

void scheduler_yield(void) {
    leave_ready(0, 0);
}

void scheduler_give_way(void) {
    leave_ready(process_current->results[0], process_current->results[1]);
}

void scheduler_sleep(uint64_t until) {
    process_current->wake_time = until;
    process_current->state = PROCESS_SLEEPING;
    add_timer(process_current);
    kernel_leave();
}

void scheduler_wait(int child, uint64_t buffer, uint64_t bytes) {
    struct process *process = process_current;
    process->awaited = child;
    process->buffer = buffer;
    process->buffer_bytes = bytes;
    process->state = PROCESS_WAITING;
    kernel_leave();
}

void scheduler_read(uint64_t buffer, uint64_t bytes) {
    struct process *process = process_current;
    process->buffer = buffer;
    process->buffer_bytes = bytes;
    process->state = PROCESS_READING;
    process_list_append(&reading, &process->queue);
    kernel_leave();
}

int scheduler_collect(struct process *child, uint64_t buffer, uint64_t bytes) {
    kernel_assert(child->state == PROCESS_ENDED);
    struct vouch_process_end end = {.id = child->id, .status = child->status};
    switch (child->end) {
    case KERNEL_EXITED:
        end.end = VOUCH_PROCESS_EXITED;
        break;
    case KERNEL_TRAPPED:
        end.end = VOUCH_PROCESS_TRAPPED;
        break;
    case KERNEL_KILLED:
        end.end = VOUCH_PROCESS_KILLED;
        break;
    case KERNEL_REJECTED:
    case KERNEL_FAILED:
        platform_panic("a process that never ran has ended");
    }
    struct text reason = text_start(end.reason, sizeof end.reason);
    text_add(&reason, child->reason);
    if (bytes > 0)
        memcpy((void *)buffer, &end, bytes < sizeof end ? bytes : sizeof end);
    process_list_remove(&child->siblings);
    process_forget(child);
    return end.id;
}

/* What a dying process leaves: its children end too, and nobody asks any more how. */
static void orphan_children(struct process *process) {
    while (!process_list_is_empty(&process->children)) {
        struct process *child = of_siblings(process->children.next);
        process_list_remove(&child->siblings);
        child->parent = nullptr;
        scheduler_kill(child);
    }
    while (!process_list_is_empty(&process->ended)) {
        struct process *child = of_siblings(process->ended.next);
        process_list_remove(&child->siblings);
        process_forget(child);
    }
}

/* Tell the parent of a process that has just ended. */
static void report_end(struct process *process) {
    struct process *parent = process->parent;
    process_list_remove(&process->siblings);
    process_list_append(&parent->ended, &process->siblings);
    if (parent->state == PROCESS_WAITING && (parent->awaited == 0 || parent->awaited == process->id))
        finish_service(parent, (uint64_t)scheduler_collect(process, parent->buffer, parent->buffer_bytes));
}

/* Take a dying process a step nearer to its end. */
static void release_step(const struct process *first) {
    if (process_list_is_empty(&dying))
        return;
    struct process *process = of_queue(dying.next);
    orphan_children(process);
    if (!process_release(process, RELEASE_BYTES))
        return;
    process_list_remove(&process->queue);
    if (process->parent)
        report_end(process);
    else if (process != first)
        process_forget(process);
}

static void wake_sleepers(void) {
    if (timer_count == 0)
        return;
    const uint64_t now = scheduler_time();
    for (unsigned i = 0; i < WAKES_MAX && timer_count > 0 && timers[0]->wake_time <= now; i++) {
        struct process *process = timers[0];
        remove_timer(process);
        finish_service(process, 0);
    }
}

static void serve_readers(void) {
    if (process_list_is_empty(&reading) || !platform_console_ready())
        return;
    struct process *process = of_queue(reading.next);
    process_list_remove(&process->queue);
    const int64_t got = session_read_input((void *)process->buffer, process->buffer_bytes);
    finish_service(process, (uint64_t)got);
}

/* Is there one in the queues of priorities 0 to `last`? */
static bool has_ready(unsigned last) {
    for (unsigned i = 0; i <= last; i++)
        if (!process_list_is_empty(&ready[i]))
            return true;
    return false;
}

static struct process *pick_ready(void) {
    for (unsigned i = 0; i < PROCESS_PRIORITIES; i++) {
        if (process_list_is_empty(&ready[i]))
            continue;
        struct process_link *link = ready[i].next;
        if (scheduled_randomly)
            for (uint64_t turns = next_random(CHOICES_MAX); turns > 0; turns--)
                link = link->next->next == ready[i].next ? ready[i].next : link->next;
        struct process *process = of_queue(link);
        process_list_remove(&process->queue);
        return process;
    }
    return nullptr;
}

/* Make what process_enter or process_return would do an interruption just before it, so that it can be counted. */
static void make_interrupted(struct process *process) {
    if (process->continuation == PROCESS_INTERRUPT)
        return;
    struct platform_registers *registers = &process->interrupted;
    const uint32_t mxcsr = MXCSR_DEFAULT;
    *registers = (struct platform_registers){.rflags = 2};
    memset(process->vectors, 0, sizeof process->vectors);
    memcpy(process->vectors + MXCSR_PLACE, &mxcsr, sizeof mxcsr);
    if (process->continuation == PROCESS_BEGIN) {
        const uint64_t place = process->stack_top - 8, back = (uint64_t)process_entry_returned;
        memcpy((void *)place, &back, sizeof back);
        registers->rip = registers->general[0] = process->entry;
        registers->general[4] = place;
    } else {
        memcpy(&registers->rip, (const void *)process->process_stack, sizeof registers->rip);
        registers->general[4] = process->process_stack + 8;
        registers->general[0] = process->results[0];
        registers->general[2] = process->results[1];
        registers->general[3] = process->registers[0];
        registers->general[5] = process->registers[1];
        for (unsigned i = 2; i < PROCESS_REGISTERS_SAVED; i++)
            registers->general[10 + i] = process->registers[i];
    }
    process->continuation = PROCESS_INTERRUPT;
}

static void count_steps(struct process *process) {
    make_interrupted(process);
    process->interrupted.rflags |= PLATFORM_TRAP_FLAG;
    steps_left = 1 + next_random(1ull << next_random(STEP_BITS_MAX + 1));
    counted_time += STEP_NS;
    scheduler_mark = true;
}

/* A tick has had to wait for a service's end. */
static void note_delay(void) {
    if (!scheduler_mark || scheduled_randomly)
        return;
    const uint64_t delay = platform_work_ns() - marked_at;
    if (delay > longest_delay)
        longest_delay = delay;
}

uint64_t kernel_longest_delay(void) {
    return longest_delay;
}

static void run_process(struct process *process) {
    if (timer_count > 0 || !process_list_is_empty(&reading) || !process_list_is_empty(&dying) ||
        has_ready(PROCESS_PRIORITIES - 1))
        start_tick();
    process->state = PROCESS_RUNNING;
    process_current = process;
    scheduler_mark = false;
    if (scheduled_randomly)
        count_steps(process);
    int status = 0;
    switch (process->continuation) {
    case PROCESS_BEGIN:
        status = process_enter(process->entry, process->stack_top);
        break;
    case PROCESS_RETURN:
        status = process_return(process);
        break;
    case PROCESS_INTERRUPT:
        status = process_resume(process);
        break;
    }
    process_current = nullptr;
    note_delay();
    if (process->state == PROCESS_RUNNING) { /* its entry has returned */
        process->status = status;
        process->state = PROCESS_DYING;
    }
    if (process->end == KERNEL_TRAPPED && !process->parent)
        backtrace_format(process, process->fault_instruction, process->fault_stack, first_backtrace,
                         sizeof first_backtrace);
    if (process->state == PROCESS_DYING)
        process_list_append(&dying, &process->queue);
    else if (process->state == PROCESS_READY)
        make_ready(process);
}

/* Nobody can run until time has passed or there is input. */
static void wait_for_event(void) {
    const bool reads = !process_list_is_empty(&reading);
    kernel_assert(timer_count > 0 || reads);
    stop_tick();
    if (scheduled_randomly && timer_count > 0 && !(reads && platform_console_ready())) {
        counted_time = timers[0]->wake_time;
        return;
    }
    platform_wait(timer_count > 0 ? timers[0]->wake_time : UINT64_MAX, reads);
}

void scheduler_run(struct process *first, struct kernel_result *result) {
    for (unsigned i = 0; i < PROCESS_PRIORITIES; i++)
        process_list_start(&ready[i]);
    process_list_start(&dying);
    process_list_start(&reading);
    first_backtrace[0] = '\0';
    make_ready(first);
    while (first->state != PROCESS_ENDED || process_count() > 1) {
        wake_sleepers();
        serve_readers();
        release_step(first);
        struct process *next = pick_ready();
        if (next)
            run_process(next);
        else if (process_list_is_empty(&dying) && first->state != PROCESS_ENDED)
            wait_for_event();
    }
    stop_tick();
    result->end = first->end;
    result->status = first->status;
    memcpy(result->reason, first->reason, sizeof result->reason);
    memcpy(result->backtrace, first_backtrace, sizeof result->backtrace);
    process_forget(first);
}

static void save_interrupted(struct process *process, const struct platform_registers *registers,
                             const void *vectors) {
    process->interrupted = *registers;
    memcpy(process->vectors, vectors, PROCESS_VECTOR_BYTES);
    process->continuation = PROCESS_INTERRUPT;
    process->state = PROCESS_READY;
}

/* Has the tick interrupted what a LOCAL service does with its process's heap? Until such a process has been resumed, the
 * kernel still is on its own stack. */
static bool is_in_local_part(const struct process *process, const struct platform_registers *registers) {
    const uint64_t stack_pointer = registers->general[4];
    return process->is_local && stack_pointer > process->window.local_stack &&
           stack_pointer < process->local_stack && platform_saves_all(registers->rip);
}

/* While the kernel runs, its queues may be half changed and are not looked at: it is told to give way when the service
 * returns. While verified code runs, or what is local to a process, the kernel is at rest. */
bool kernel_tick(const struct platform_registers *registers, const void *vectors) {
    struct process *process = process_current;
    if (!process || process->state != PROCESS_RUNNING)
        return false;
    const struct process_window *window = &process->window;
    const bool in_text = registers->rip >= window->text && registers->rip < window->text_end;
    if (!in_text && !is_in_local_part(process, registers)) {
        if (!scheduler_mark)
            marked_at = platform_work_ns();
        scheduler_mark = true;
        return false;
    }
    scheduler_mark =
        false; /* left when the process was just about to go on: no service has been in the way */
    const bool wanted = has_ready(process->priority) || !process_list_is_empty(&dying) ||
                        !process_list_is_empty(&reading) ||
                        (timer_count > 0 && timers[0]->wake_time <= platform_time_ns());
    if (!wanted) {
        if (timer_count == 0 && !has_ready(PROCESS_PRIORITIES - 1))
            stop_tick();
        return false;
    }
    save_interrupted(process, registers, vectors);
    return true;
}

enum kernel_step kernel_step(const struct platform_registers *registers, const void *vectors) {
    struct process *process = process_current;
    kernel_assert(scheduled_randomly && process);
    const struct process_window *window = &process->window;
    if (registers->rip < window->text || registers->rip >= window->text_end)
        return KERNEL_STEP_NO_MORE;
    counted_time += STEP_NS;
    if (--steps_left > 0)
        return KERNEL_STEP_AGAIN;
    save_interrupted(process, registers, vectors);
    process->interrupted.rflags &= ~(uint64_t)PLATFORM_TRAP_FLAG;
    return KERNEL_STEP_LEAVE;
}
