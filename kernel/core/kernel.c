/* Running programs one after another: the part of the core that strings the others together and reports.
 *
 * Whatever a file holds or a program does, the next one still gets its turn. */
#include "kernel.h"

#include "../../runtime/text.h"
#include "../platform/platform.h"
#include "kernel_assert.h"
#include "image.h"
#include "process.h"
#include "scheduler.h"
#include "session.h"

enum { LINE_BYTES = 512 };

/* One line to the person who watches, and one to the tool that booted us. Either text may be null. */
static void announce_line(const char *name, const char *said, const char *verdict) {
    char buffer[LINE_BYTES];
    if (said) {
        struct text line = text_start(buffer, sizeof buffer - 1);
        text_add(&line, "vouch: ");
        text_add_printable(&line, name);
        text_add(&line, ": ");
        text_add(&line, said);
        buffer[line.used++] = '\n';
        platform_log(buffer, line.used);
    }
    if (verdict) {
        struct text line = text_start(buffer, sizeof buffer);
        text_add(&line, verdict);
        platform_verdict(buffer, line.used);
    }
}

static void announce_file(const struct kernel_program *program) {
    char buffer[LINE_BYTES];
    struct text verdict = text_start(buffer, sizeof buffer);
    text_add(&verdict, "loaded ");
    text_add_number(&verdict, program->file_bytes);
    text_add(&verdict, " ");
    text_add_printable(&verdict, program->name);
    announce_line(program->name, nullptr, buffer);
}

static void announce_accepted(const struct kernel_program *program, const struct verifier_report *report) {
    char said[LINE_BYTES], verdict[LINE_BYTES];
    struct text text = text_start(said, sizeof said);
    text_add_number(&text, program->file_bytes);
    text_add(&text, " bytes, ");
    text_add_number(&text, report->instructions);
    text_add(&text, " instructions verified, accepted");
    text = text_start(verdict, sizeof verdict);
    text_add(&text, "verdict accepted ");
    text_add_number(&text, report->instructions);
    text_add(&text, " ");
    text_add_printable(&text, program->name);
    announce_line(program->name, said, verdict);
}

static void announce_backtrace(const struct kernel_program *program, const char *lines) {
    char verdict[LINE_BYTES] = "frame ";
    const size_t start = 6;
    size_t used = start;
    for (; *lines; lines++) {
        if (*lines != '\n') {
            used += used < sizeof verdict - 1;
            verdict[used - 1] = *lines;
            continue;
        }
        verdict[used] = '\0';
        announce_line(program->name, verdict + start, verdict);
        used = start;
    }
}

static void announce_end(const struct kernel_program *program, const struct kernel_result *result) {
    char said[LINE_BYTES], verdict[LINE_BYTES];
    struct text text = text_start(said, sizeof said);
    struct text framed = text_start(verdict, sizeof verdict);
    switch (result->end) {
    case KERNEL_EXITED:
        text_add(&text, "exited with status ");
        text_add_signed(&text, result->status);
        text_add(&framed, "exit ");
        text_add_signed(&framed, result->status);
        text_add(&framed, " ");
        text_add_printable(&framed, program->name);
        break;
    case KERNEL_TRAPPED:
        text_add(&text, "killed: ");
        text_add(&text, result->reason);
        text_add(&framed, "trap ");
        text_add(&framed, result->reason);
        break;
    case KERNEL_KILLED:
        platform_panic("nobody can kill the first process");
    case KERNEL_REJECTED:
        text_add_number(&text, program->file_bytes);
        text_add(&text, " bytes, ");
        text_add(&text, result->reason);
        text_add(&framed, "verdict rejected ");
        text_add(&framed, result->reason);
        break;
    case KERNEL_FAILED:
        text_add(&text, "not run: ");
        text_add(&text, result->reason);
        text_add(&framed, "verdict failed ");
        text_add(&framed, result->reason);
        break;
    }
    announce_line(program->name, said, verdict);
    announce_backtrace(program, result->backtrace);
}

static void set_reason(struct kernel_result *result, enum kernel_end end, const char *reason) {
    result->end = end;
    struct text text = text_start(result->reason, sizeof result->reason);
    text_add(&text, reason);
}

/* Does the image ask for the service of that name? */
static bool imports_service(const struct verifier_image *image, const char *name) {
    for (uint32_t i = 0; i < image->import_count; i++) {
        unsigned at = 0;
        while (name[at] != '\0' && image->imports[i].name[at] == name[at])
            at++;
        if (image->imports[i].name[at] == name[at])
            return true;
    }
    return false;
}

static void run_accepted(const struct kernel_program *program, struct image *image,
                         struct kernel_result *result) {
    session_start(program);
    if (imports_service(&image->file.image, "spawn"))
        session_prepare();
    const struct process_order order = {
        .image = image,
        .name = program->name,
        .priority = PROCESS_PRIORITY_FIRST,
        .arguments = program->arguments,
        .argument_count = (uint32_t)program->argument_count,
        .heap_stress = program->heap_stress,
    };
    int failure;
    struct process *first = process_create(&order, &failure);
    if (first)
        scheduler_run(first, result);
    else
        set_reason(result, KERNEL_FAILED, "out of memory for the process");
    session_end();
}

void kernel_run(const struct kernel_program *program, bool announce, struct kernel_result *result) {
    *result = (struct kernel_result){.end = KERNEL_FAILED};
    if (announce)
        announce_file(program);

    struct image *image;
    struct verifier_report report;
    const char *failure;
    switch (image_load(program->file, program->file_bytes, &image, &report, &failure)) {
    case IMAGE_FAILED:
        set_reason(result, KERNEL_FAILED, failure);
        break;
    case IMAGE_REJECTED:
        result->end = KERNEL_REJECTED;
        verifier_report_format(&report, result->reason, sizeof result->reason);
        break;
    case IMAGE_READY:
        if (announce)
            announce_accepted(program, &report);
        run_accepted(program, image, result);
        image_release(image);
        break;
    }
    if (announce)
        announce_end(program, result);
}

int kernel_result_status(const struct kernel_result *result) {
    switch (result->end) {
    case KERNEL_EXITED:
        return result->status & 0xff;
    case KERNEL_TRAPPED:
        return KERNEL_STATUS_TRAPPED;
    case KERNEL_KILLED:
        break;
    case KERNEL_REJECTED:
        return KERNEL_STATUS_REJECTED;
    case KERNEL_FAILED:
        return KERNEL_STATUS_ERROR;
    }
    platform_panic("an end that no run can have");
}

void kernel_main(const struct kernel_program *programs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct kernel_result result;
        kernel_run(&programs[i], true, &result);
    }
    static const char done[] = "done";
    platform_verdict(done, sizeof done - 1);
    platform_stop(0);
}
