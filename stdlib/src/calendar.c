/* <time.h>: days of the Gregorian calendar. A year begins in March here, so that the leap day is its last, and 400 of
 * them have as many days whenever they begin. */
#include <errno.h>
#include <limits.h>
#include <time.h>

#define DAYS_PER_400 146097L
#define DAYS_TO_1970 719468L /* from 0000-03-01 */
#define SECONDS_PER_DAY 86400L

static long floor_divide(long value, long divisor) {
    return value / divisor - (value % divisor < 0);
}

static bool is_leap(long year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days since 1970-01-01 of the first day of a month, counted from 0 = January of `year`. */
static long days_to_month(long year, int month) {
    long from_march = year - (month < 2);
    long cycle = floor_divide(from_march, 400);
    long rest = from_march - cycle * 400;
    long months = (month + 10) % 12;
    return cycle * DAYS_PER_400 + rest * 365 + rest / 4 - rest / 100 + (153 * months + 2) / 5 - DAYS_TO_1970;
}

struct tm *gmtime_r(const time_t *restrict when, struct tm *restrict result) {
    long days = floor_divide(*when, SECONDS_PER_DAY);
    int seconds = (int)(*when - days * SECONDS_PER_DAY);
    long from_march = days + DAYS_TO_1970;
    long cycle = floor_divide(from_march, DAYS_PER_400);
    long day = from_march - cycle * DAYS_PER_400;
    long year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    long day_of_year = day - (year * 365 + year / 4 - year / 100);
    long month = (5 * day_of_year + 2) / 153;
    year += cycle * 400 + (month >= 10);
    if (year - 1900 > INT_MAX || year - 1900 < INT_MIN) {
        errno = EOVERFLOW;
        return nullptr;
    }
    *result = (struct tm){.tm_sec = seconds % 60,
                          .tm_min = seconds / 60 % 60,
                          .tm_hour = seconds / 3600,
                          .tm_mday = (int)(day_of_year - (153 * month + 2) / 5 + 1),
                          .tm_mon = (int)((month + 2) % 12),
                          .tm_year = (int)(year - 1900),
                          .tm_wday = (int)(((days + 4) % 7 + 7) % 7),
                          .tm_yday = (int)(days - days_to_month(year, 0)),
                          .tm_zone = "GMT"};
    return result;
}

struct tm *localtime_r(const time_t *restrict when, struct tm *restrict result) {
    if (gmtime_r(when, result) == nullptr)
        return nullptr;
    result->tm_zone = "UTC";
    return result;
}

static struct tm last;

struct tm *gmtime(const time_t *when) {
    return gmtime_r(when, &last);
}

struct tm *localtime(const time_t *when) {
    return localtime_r(when, &last);
}

time_t timegm(struct tm *when) {
    long months = when->tm_mon;
    long year = when->tm_year + 1900L + floor_divide(months, 12);
    int month = (int)(months - floor_divide(months, 12) * 12);
    long days = days_to_month(year, month) + when->tm_mday - 1;
    time_t result = ((days * 24 + when->tm_hour) * 60 + when->tm_min) * 60 + when->tm_sec;
    return gmtime_r(&result, when) != nullptr ? result : -1;
}

time_t mktime(struct tm *when) {
    time_t result = timegm(when);
    when->tm_zone = "UTC";
    return result;
}

/* ---- text */

static const char *const day_names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday"};
static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

struct output {
    size_t size, length; /* a length of `size` or more: it does not fit */
};

static void put(struct output *output, char *__counted_by(size) text, size_t size, char character) {
    if (output->length < size)
        text[output->length] = character;
    output->length += 1;
}

static void put_text(struct output *output, char *__counted_by(size) text, size_t size, const char *from,
                     size_t limit) {
    for (size_t i = 0; i < limit && from[i] != '\0'; i++)
        put(output, text, size, from[i]);
}

static void put_number(struct output *output, char *__counted_by(size) text, size_t size, long value,
                       int digits, char pad) {
    char reversed[24];
    int count = 0;
    unsigned long rest = value < 0 ? 0 - (unsigned long)value : (unsigned long)value;
    do {
        reversed[count] = (char)('0' + rest % 10);
        rest /= 10;
        count += 1;
    } while (rest != 0 && count < 20);
    if (value < 0) {
        put(output, text, size, '-');
        digits -= 1;
    }
    for (int i = count; i < digits; i++)
        put(output, text, size, pad);
    for (int i = count; i > 0; i--)
        put(output, text, size, reversed[i - 1]);
}

/* The week of the year that contains the day, and to which year that week belongs (ISO 8601: weeks begin on Monday, and
 * the first one has the year's first Thursday). */
static int iso_week(const struct tm *when, long *year) {
    int weekday = (when->tm_wday + 6) % 7;
    *year = when->tm_year + 1900L;
    int week = (when->tm_yday - weekday + 10) / 7;
    if (week < 1) {
        *year -= 1;
        int days = is_leap(*year) ? 366 : 365;
        return (when->tm_yday + days - weekday + 10) / 7;
    }
    int days = is_leap(*year) ? 366 : 365;
    if (week == 53 && when->tm_yday - weekday + 3 >= days) {
        *year += 1;
        return 1;
    }
    return week;
}

/* What conversions that are made of others stand for, or null. */
static const char *compound(char letter) {
    switch (letter) {
    case 'c':
        return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x':
        return "%m/%d/%y";
    case 'F':
        return "%Y-%m-%d";
    case 'r':
        return "%I:%M:%S %p";
    case 'R':
        return "%H:%M";
    case 'T':
    case 'X':
        return "%H:%M:%S";
    default:
        return nullptr;
    }
}

struct field {
    long value;
    int digits; /* 0: there is no such number */
    char pad;
};

static struct field date_field(char letter, const struct tm *when) {
    long year = when->tm_year + 1900L, week_year = 0;
    int week = iso_week(when, &week_year);
    switch (letter) {
    case 'C':
        return (struct field){floor_divide(year, 100), 2, '0'};
    case 'd':
        return (struct field){when->tm_mday, 2, '0'};
    case 'e':
        return (struct field){when->tm_mday, 2, ' '};
    case 'g':
        return (struct field){(week_year % 100 + 100) % 100, 2, '0'};
    case 'G':
        return (struct field){week_year, 1, '0'};
    case 'j':
        return (struct field){when->tm_yday + 1, 3, '0'};
    case 'm':
        return (struct field){when->tm_mon + 1, 2, '0'};
    case 'u':
        return (struct field){when->tm_wday == 0 ? 7 : when->tm_wday, 1, '0'};
    case 'U':
        return (struct field){(when->tm_yday + 7 - when->tm_wday) / 7, 2, '0'};
    case 'V':
        return (struct field){week, 2, '0'};
    case 'w':
        return (struct field){when->tm_wday, 1, '0'};
    case 'W':
        return (struct field){(when->tm_yday + 7 - (when->tm_wday + 6) % 7) / 7, 2, '0'};
    case 'y':
        return (struct field){(year % 100 + 100) % 100, 2, '0'};
    case 'Y':
        return (struct field){year, 1, '0'};
    default:
        return (struct field){0};
    }
}

static struct field time_field(char letter, const struct tm *when) {
    switch (letter) {
    case 'H':
        return (struct field){when->tm_hour, 2, '0'};
    case 'I':
        return (struct field){(when->tm_hour + 11) % 12 + 1, 2, '0'};
    case 'M':
        return (struct field){when->tm_min, 2, '0'};
    case 's': {
        struct tm copy = *when;
        return (struct field){timegm(&copy), 1, '0'};
    }
    case 'S':
        return (struct field){when->tm_sec, 2, '0'};
    default:
        return date_field(letter, when);
    }
}

static void convert(struct output *output, char *__counted_by(size) text, size_t size, char letter,
                    const struct tm *when) {
    switch (letter) {
    case 'a':
    case 'A':
        put_text(output, text, size, day_names[(unsigned)when->tm_wday % 7], letter == 'a' ? 3 : 20);
        return;
    case 'b':
    case 'h':
    case 'B':
        put_text(output, text, size, month_names[(unsigned)when->tm_mon % 12], letter == 'B' ? 20 : 3);
        return;
    case 'n':
        put(output, text, size, '\n');
        return;
    case 't':
        put(output, text, size, '\t');
        return;
    case 'p':
        put_text(output, text, size, when->tm_hour < 12 ? "AM" : "PM", 2);
        return;
    case 'z':
        put_text(output, text, size, "+0000", 5);
        return;
    case 'Z':
        if (when->tm_zone != nullptr)
            put_text(output, text, size, when->tm_zone, 20);
        return;
    default:
        break;
    }
    struct field field = time_field(letter, when);
    if (field.digits != 0)
        put_number(output, text, size, field.value, field.digits, field.pad);
    else
        put(output, text, size, letter); /* %% */
}

size_t strftime(char *__counted_by(size) restrict text, size_t size, const char *restrict format,
                const struct tm *restrict when) {
    struct output output = {.size = size};
    for (size_t i = 0; format[i] != '\0'; i++) {
        if (format[i] != '%' || format[i + 1] == '\0') {
            put(&output, text, size, format[i]);
            continue;
        }
        i += 1;
        if ((format[i] == 'E' || format[i] == 'O') && format[i + 1] != '\0')
            i += 1;
        const char *parts = compound(format[i]);
        if (parts == nullptr)
            convert(&output, text, size, format[i], when);
        for (size_t k = 0; parts != nullptr && parts[k] != '\0'; k++) {
            if (parts[k] == '%')
                convert(&output, text, size, parts[++k], when);
            else
                put(&output, text, size, parts[k]);
        }
    }
    if (output.length >= size)
        return 0;
    text[output.length] = '\0';
    return output.length;
}

static char line[64];

char *__null_terminated asctime(const struct tm *when) {
    strftime(line, sizeof line, "%a %b %e %H:%M:%S %Y\n", when);
    return line;
}

char *__null_terminated ctime(const time_t *when) {
    struct tm broken;
    return localtime_r(when, &broken) != nullptr ? asctime(&broken) : nullptr;
}
