/* Diagnostics: see diag.h. One message is one call, so that counting, limits and colour are in one place. */
#include "diag.h"

#include <string.h>
#include <unistd.h>

#define SOURCE_LINE_MAX 400 /* a longer line is not shown */

void diag_init(struct diag *diag, FILE *out) {
    *diag = (struct diag){.out = out, .error_limit = 20};
    int descriptor = fileno(out);
    diag->use_colour = descriptor >= 0 && isatty(descriptor) == 1;
}

bool diag_is_exhausted(const struct diag *diag) {
    return diag->error_limit != 0 && diag->errors >= diag->error_limit;
}

static void print_source_line(const struct diag *diag, struct source_position position) {
    size_t length = 0;
    const char *line = source_line(diag->source, position, &length);
    if (line == nullptr || length > SOURCE_LINE_MAX || position.column > length + 1)
        return;
    fprintf(diag->out, "%5u | ", position.line);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)line[i];
        fputc(c == '\t' ? ' ' : c < ' ' || c == 0x7f ? '?' : c, diag->out);
    }
    fprintf(diag->out, "\n      | %*s%s^%s\n", (int)position.column - 1, "",
            diag->use_colour ? "\033[1;32m" : "", diag->use_colour ? "\033[0m" : "");
}

static void print_message(const struct diag *diag, enum diag_level level, location at, const char *option,
                          const char *format, va_list arguments) {
    static const char *const names[] = {"note", "warning", "error"};
    static const char *const colours[] = {"\033[1;36m", "\033[1;35m", "\033[1;31m"};
    struct source_position position = {0};
    bool has_place = diag->source != nullptr && at != LOCATION_NONE;
    if (has_place) {
        position = source_resolve(diag->source, at);
        fprintf(diag->out, "%s%s:%u:%u: ", diag->use_colour ? "\033[1m" : "", position.file, position.line,
                position.column);
    } else if (level != DIAG_NOTE) {
        fputs("vcc: ", diag->out);
    }
    fprintf(diag->out, "%s%s:%s ", diag->use_colour ? colours[level] : "", names[level],
            diag->use_colour ? "\033[0;1m" : "");
    vfprintf(diag->out, format, arguments);
    if (option != nullptr)
        fprintf(diag->out, " [%s-W%s]", level == DIAG_ERROR ? "-Werror," : "", option);
    fprintf(diag->out, "%s\n", diag->use_colour ? "\033[0m" : "");
    if (has_place)
        print_source_line(diag, position);
}

void diag_error(struct diag *diag, location at, const char *format, ...) {
    bool was_exhausted = diag_is_exhausted(diag);
    diag->errors++;
    diag->notes_are_muted = was_exhausted;
    if (was_exhausted)
        return;
    va_list arguments;
    va_start(arguments, format);
    print_message(diag, DIAG_ERROR, at, nullptr, format, arguments);
    va_end(arguments);
}

void diag_warning(struct diag *diag, location at, const char *option, const char *format, ...) {
    bool is_system = diag->source != nullptr && source_resolve_line(diag->source, at).is_system;
    diag->notes_are_muted = true;
    if (diag->suppress_warnings || is_system || diag_is_exhausted(diag))
        return;
    diag->notes_are_muted = false;
    if (diag->warnings_are_errors)
        diag->errors++;
    else
        diag->warnings++;
    va_list arguments;
    va_start(arguments, format);
    print_message(diag, diag->warnings_are_errors ? DIAG_ERROR : DIAG_WARNING, at, option, format, arguments);
    va_end(arguments);
}

void diag_note(struct diag *diag, location at, const char *format, ...) {
    if (diag->notes_are_muted)
        return;
    va_list arguments;
    va_start(arguments, format);
    print_message(diag, DIAG_NOTE, at, nullptr, format, arguments);
    va_end(arguments);
}

void diag_print_summary(const struct diag *diag) {
    if (diag->error_limit != 0 && diag->errors >= diag->error_limit)
        fprintf(diag->out, "vcc: too many errors emitted, stopping now\n");
    if (diag->errors == 0 && diag->warnings == 0)
        return;
    if (diag->warnings != 0)
        fprintf(diag->out, "%u warning%s%s", diag->warnings, diag->warnings == 1 ? "" : "s",
                diag->errors != 0 ? " and " : "");
    if (diag->errors != 0)
        fprintf(diag->out, "%u error%s", diag->errors, diag->errors == 1 ? "" : "s");
    fputs(" generated.\n", diag->out);
}
