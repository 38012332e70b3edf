/* The services, as the kernel gives them: input and output go to buffers, files are the host's, the heap is the
 * kernel's own. Each reference that a service gets is checked against the objects that are alive; what a service
 * may not keep is not what it gets to keep: results are only what the signature says, the rest is poisoned by
 * the caller. After each collection everything that waiting functions still hold must be alive. */
#include "oracle.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <vouch/clocks.h>
#include <vouch/errors.h>
#include <vouch/heap_figures.h>

#include "located.h"

enum {
    FIRST_FILE = 3,
    OBJECTS_PER_ALLOCATION = 16, /* that a collection under stress may look at, on average */
};

static uint8_t *argument_bytes(struct oracle *oracle, uint64_t address, uint64_t bytes, bool write) {
    struct oracle_span span;
    if (bytes == 0)
        return (uint8_t *)"";
    if (!oracle_find_object(oracle, address, &span))
        oracle_miss(oracle, "an argument of a service refers to no object", address, bytes);
    if (bytes > span.high - address)
        oracle_miss(oracle, "an argument of a service ends outside its object", bytes, span.high - address);
    if (write && !span.writable)
        oracle_miss(oracle, "a service may not write there", address, bytes);
    if (span.raw || !oracle_is_plain(oracle, &span, address, bytes))
        oracle_miss(oracle, "an argument of a service has pointer slots", address, bytes);
    uint8_t *host = oracle_host(oracle, address, bytes);
    if (host == NULL)
        oracle_miss(oracle, "an argument of a service is not mapped", address, bytes);
    if (write && span.activation != 0)
        memset(oracle->initialised + (address - oracle->stack_low), 1, bytes);
    return host;
}

static int64_t serve_write(struct oracle *oracle, const uint64_t *arguments) {
    const uint8_t *bytes = argument_bytes(oracle, arguments[1], arguments[2], false);
    int32_t descriptor = (int32_t)arguments[0];
    if (descriptor != 1 && descriptor != 2)
        return -VOUCH_EBADF;
    if (oracle->output_bytes + arguments[2] > ORACLE_OUTPUT_MAX) {
        oracle_stop(oracle, END_LIMIT, 0);
        return 0;
    }
    memcpy(oracle->output + oracle->output_bytes, bytes, arguments[2]);
    oracle->output_bytes += arguments[2];
    return (int64_t)arguments[2];
}

static int64_t serve_read(struct oracle *oracle, const uint64_t *arguments) {
    uint8_t *bytes = argument_bytes(oracle, arguments[1], arguments[2], true);
    int32_t descriptor = (int32_t)arguments[0];
    if (descriptor == 0) {
        size_t left = oracle->input_bytes - oracle->input_read;
        size_t count = arguments[2] < left ? arguments[2] : left;
        if (count > 0)
            memcpy(bytes, oracle->input + oracle->input_read, count);
        oracle->input_read += count;
        return (int64_t)count;
    }
    if (descriptor < FIRST_FILE || descriptor >= FIRST_FILE + ORACLE_FILES_MAX ||
        oracle->files[descriptor - FIRST_FILE] == 0)
        return -VOUCH_EBADF;
    ssize_t count = read(oracle->files[descriptor - FIRST_FILE] - 1, bytes, arguments[2]);
    return count < 0 ? -VOUCH_EISDIR : count;
}

static int64_t serve_open(struct oracle *oracle, const uint64_t *arguments) {
    const uint8_t *path = argument_bytes(oracle, arguments[0], arguments[1], false);
    char name[4096];
    if ((uint32_t)arguments[2] != 0)
        return -VOUCH_EROFS;
    if (arguments[1] == 0)
        return -VOUCH_ENOENT;
    if (arguments[1] >= sizeof name)
        return -VOUCH_ENAMETOOLONG;
    memcpy(name, path, arguments[1]);
    name[arguments[1]] = 0;
    if (strlen(name) != arguments[1])
        return -VOUCH_EINVAL;
    for (int i = 0; i < ORACLE_FILES_MAX; i++) {
        if (oracle->files[i] != 0)
            continue;
        int file = oracle->with_files ? open(name, O_RDONLY | O_CLOEXEC) : -1;
        if (file < 0)
            return -VOUCH_ENOENT;
        oracle->files[i] = file + 1;
        return FIRST_FILE + i;
    }
    return -VOUCH_EMFILE;
}

static int64_t serve_close(struct oracle *oracle, int32_t descriptor) {
    if (descriptor < FIRST_FILE || descriptor >= FIRST_FILE + ORACLE_FILES_MAX ||
        oracle->files[descriptor - FIRST_FILE] == 0)
        return -VOUCH_EBADF;
    close(oracle->files[descriptor - FIRST_FILE] - 1);
    oracle->files[descriptor - FIRST_FILE] = 0;
    return 0;
}

static int64_t serve_seek(const struct oracle *oracle, const uint64_t *arguments) {
    int32_t descriptor = (int32_t)arguments[0], whence = (int32_t)arguments[2];
    if (descriptor >= 0 && descriptor < FIRST_FILE)
        return -VOUCH_ESPIPE;
    if (descriptor < 0 || descriptor >= FIRST_FILE + ORACLE_FILES_MAX ||
        oracle->files[descriptor - FIRST_FILE] == 0)
        return -VOUCH_EBADF;
    if (whence < 0 || whence > 2)
        return -VOUCH_EINVAL;
    const off_t at = lseek(oracle->files[descriptor - FIRST_FILE] - 1, (off_t)arguments[1], whence);
    return at < 0 ? -VOUCH_EINVAL : at;
}

static int64_t serve_clock(int32_t which) {
    struct timespec now;
    if (which != VOUCH_CLOCK_MONOTONIC && which != VOUCH_CLOCK_WALL)
        return -VOUCH_EINVAL;
    clock_gettime(which == VOUCH_CLOCK_WALL ? CLOCK_REALTIME : CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t serve_argument_copy(struct oracle *oracle, const uint64_t *arguments) {
    uint8_t *buffer = argument_bytes(oracle, arguments[1], arguments[2], true);
    int32_t index = (int32_t)arguments[0];
    if (index < 0 || index >= oracle->argument_count)
        return -VOUCH_EINVAL;
    size_t length = strlen(oracle->arguments[index]);
    memcpy(buffer, oracle->arguments[index], arguments[2] < length ? arguments[2] : length);
    return (int64_t)length;
}

static struct heap_roots find_roots(const struct oracle *oracle, uint64_t *registers) {
    static const uint8_t *const saved = hint_saved_registers;
    for (int i = 0; i < 6; i++)
        registers[i] = oracle->registers[saved[i]];
    const uint64_t stack = oracle->fault == FAULT_COLLECT ? oracle->stack_high : oracle->registers[REG_RSP];
    return (struct heap_roots){.stack = (const uint64_t *)stack,
                               .stack_end = (const uint64_t *)oracle->stack_high,
                               .registers = registers,
                               .register_count = oracle->fault == FAULT_COLLECT ? 0 : 6};
}

static uint64_t serve_allocate(struct oracle *oracle, uint32_t type, uint64_t count) {
    uint64_t registers[6];
    const struct heap_roots roots = find_roots(oracle, registers);
    const uint64_t collections = oracle->heap.collections;
    oracle->heap.stress = oracle->stress && oracle->allocations++ >= oracle->next_collection;
    if (type >= oracle->image->type_count)
        oracle_miss(oracle, "an object of no type", oracle->image->type_count, type);
    const uint64_t result = heap_allocate(&oracle->heap, type, count, &roots);
    if (oracle->heap.collections != collections) {
        oracle->next_collection = oracle->allocations + oracle->heap.objects / OBJECTS_PER_ALLOCATION;
        oracle_compare_waiting(oracle);
    }
    return result;
}

static void serve_collect(struct oracle *oracle) {
    uint64_t registers[6];
    const struct heap_roots roots = find_roots(oracle, registers);
    oracle->heap.stress = oracle->stress;
    heap_collect(&oracle->heap, &roots);
    oracle_compare_waiting(oracle);
}

/* What is looked up by its address is one storable object of the type, at least. */
static void check_looked_up(struct oracle *oracle, uint32_t type, uint64_t reference) {
    struct oracle_span span;
    if (type >= oracle->image->type_count || !oracle_find_object(oracle, reference, &span))
        oracle_miss(oracle, "what is located is no object", type, reference);
    if (span.activation != 0 || oracle->image->types[type].size > span.high - reference ||
        !oracle_is_view(oracle, &span, reference, type))
        oracle_miss(oracle, "what is located is no storable object of the type", type, reference);
}

static uint64_t serve_start(struct oracle *oracle, uint32_t type, uint64_t reference) {
    if (reference == 0)
        return 0;
    check_looked_up(oracle, type, reference);
    return located_is_start(&oracle->heap, reference) ? reference : 0;
}

static uint64_t serve_locate(struct oracle *oracle, uint32_t type, uint64_t reference) {
    uint64_t index = 0, result = 0;
    if (reference != 0) {
        check_looked_up(oracle, type, reference);
        result = located_start(&oracle->heap, type, reference, &index);
    }
    oracle_write_register(oracle, REG_RDX, index);
    return result;
}

static uint64_t serve_extent(struct oracle *oracle, uint64_t reference) {
    uint64_t bytes = 0;
    if (reference != 0) {
        argument_bytes(oracle, reference, 1, false);
        bytes = located_extent(&oracle->heap, reference);
        bytes = bytes > 0 ? bytes : 1;
    }
    oracle_write_register(oracle, REG_RDX, bytes);
    return reference;
}

static int64_t serve_heap_figure(const struct oracle *oracle, int32_t which) {
    switch (which) {
    case VOUCH_HEAP_USED:
        return (int64_t)oracle->heap.used;
    case VOUCH_HEAP_LIMIT:
        return (int64_t)oracle->image->manifest->heap_bytes;
    case VOUCH_HEAP_OBJECTS:
        return (int64_t)oracle->heap.objects;
    case VOUCH_HEAP_COLLECTIONS:
        return (int64_t)oracle->heap.collections;
    default:
        return -VOUCH_EINVAL;
    }
}

/* False if `name` is no service of the heap. */
static bool serve_heap(struct oracle *oracle, const char *name, const uint64_t *arguments, int64_t *result) {
    if (strcmp(name, "allocate") == 0)
        *result = (int64_t)serve_allocate(oracle, (uint32_t)arguments[0], arguments[1]);
    else if (strcmp(name, "locate") == 0)
        *result = (int64_t)serve_locate(oracle, (uint32_t)arguments[0], arguments[1]);
    else if (strcmp(name, "start") == 0)
        *result = (int64_t)serve_start(oracle, (uint32_t)arguments[0], arguments[1]);
    else if (strcmp(name, "extent") == 0)
        *result = (int64_t)serve_extent(oracle, arguments[0]);
    else if (strcmp(name, "collect") == 0)
        serve_collect(oracle);
    else if (strcmp(name, "heap_figure") == 0)
        *result = serve_heap_figure(oracle, (int32_t)arguments[0]);
    else
        return false;
    return true;
}

/* There is one process, which has no programs to start. False if `name` is no service of processes. */
static bool serve_processes(struct oracle *oracle, const char *name, const uint64_t *arguments,
                            int64_t *result) {
    if (strcmp(name, "spawn") == 0) {
        argument_bytes(oracle, arguments[0], arguments[1], false);
        argument_bytes(oracle, arguments[2], arguments[3], false);
        *result = -VOUCH_ENOENT;
    } else if (strcmp(name, "wait") == 0) {
        argument_bytes(oracle, arguments[1], arguments[2], true);
        *result = -VOUCH_ECHILD;
    } else if (strcmp(name, "kill") == 0) {
        *result = -VOUCH_ESRCH;
    } else {
        return strcmp(name, "sleep") == 0;
    }
    return true;
}

void oracle_serve(struct oracle *oracle, uint32_t import) {
    const uint64_t arguments[4] = {oracle->registers[REG_RDI], oracle->registers[REG_RSI],
                                   oracle->registers[REG_RDX], oracle->registers[REG_RCX]};
    const char *name = oracle->image->imports[import].name;
    int64_t result = 0;
    if (strcmp(name, "exit") == 0)
        oracle_stop(oracle, END_EXIT, (int)(uint32_t)arguments[0]);
    else if (strcmp(name, "write") == 0)
        result = serve_write(oracle, arguments);
    else if (strcmp(name, "read") == 0)
        result = serve_read(oracle, arguments);
    else if (strcmp(name, "open") == 0)
        result = serve_open(oracle, arguments);
    else if (strcmp(name, "close") == 0)
        result = serve_close(oracle, (int32_t)arguments[0]);
    else if (strcmp(name, "argument_count") == 0)
        result = oracle->argument_count;
    else if (strcmp(name, "argument_copy") == 0)
        result = serve_argument_copy(oracle, arguments);
    else if (strcmp(name, "seek") == 0)
        result = serve_seek(oracle, arguments);
    else if (strcmp(name, "clock") == 0)
        result = serve_clock((int32_t)arguments[0]);
    else if (!serve_heap(oracle, name, arguments, &result) &&
             !serve_processes(oracle, name, arguments, &result))
        oracle_miss(oracle, "a service that the oracle does not know", import, 0);
    const struct vx_signature *signature =
        &oracle->image->signatures[oracle->image->imports[import].signature];
    if (signature->result.width == 4)
        result = (int64_t)((uint32_t)result | oracle_random(oracle) << 32);
    oracle_write_register(oracle, REG_RAX, (uint64_t)result);
}
