/* <locale.h>. */
#include <locale.h>
#include <string.h>

const char *setlocale(int category, const char *locale) {
    bool is_known = category >= LC_ALL && category <= LC_TIME;
    bool is_ours =
        locale == nullptr || locale[0] == '\0' || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
    return is_known && is_ours ? "C" : nullptr;
}
