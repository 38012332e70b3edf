/* Running programs one after another: the part of the core that strings the others together and reports.
 *
 * Whatever a file holds or a program does, the next one still gets its turn. */
#include "kernel.h"

#include "../../runtime/text.h"
#include "../platform/platform.h"
#include "kernel_assert.h"
#include "loader.h"
#include "process.h"

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

static void run_accepted(const struct kernel_program *program, const struct loaded_file *file,
                         struct kernel_result *result) {
    struct process process = {.program = program, .image = file->image, .result = result};
    if (!loader_build_window(file, &process.window)) {
        set_reason(result, KERNEL_FAILED, "out of memory for the process");
        return;
    }
    const uint64_t distance = process.window.text - file->image.text.address;
    if (heap_start(&process.heap, &file->image, distance, process.window.heap,
                   file->image.manifest->heap_bytes)) {
        process.heap.stress = program->heap_stress;
        process.entry = distance + file->image.functions[file->image.manifest->entry].start;
        process_run(&process);
    } else {
        set_reason(result, KERNEL_FAILED, "out of memory for the process");
    }
    loader_release_window(&process.window);
}

void kernel_run(const struct kernel_program *program, bool announce, struct kernel_result *result) {
    *result = (struct kernel_result){.end = KERNEL_FAILED};
    if (announce)
        announce_file(program);

    struct loaded_file file;
    const char *failure;
    if (!loader_verify_file(program->file, program->file_bytes, &file, &failure)) {
        set_reason(result, KERNEL_FAILED, failure);
    } else if (file.report.status != VERIFIER_ACCEPTED) {
        result->end = KERNEL_REJECTED;
        verifier_report_format(&file.report, result->reason, sizeof result->reason);
    } else {
        if (announce)
            announce_accepted(program, &file.report);
        run_accepted(program, &file, result);
    }
    loader_release_file(&file);
    if (announce)
        announce_end(program, result);
}

int kernel_result_status(const struct kernel_result *result) {
    switch (result->end) {
    case KERNEL_EXITED:
        return result->status & 0xff;
    case KERNEL_TRAPPED:
        return KERNEL_STATUS_TRAPPED;
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
