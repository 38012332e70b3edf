/* Arrays that grow. ARRAY_TYPE(lines, struct line) declares
 *
 *   struct lines                                     all zero is an empty one; items[0 .. count) are its elements
 *   lines_add(&array, element)                       at its end
 *   lines_insert(&array, at, element)                in front of element `at`, or at its end
 *   lines_remove(&array, at)                         moves those behind it
 *   lines_reserve(&array, count)                     makes room for so many in all
 *
 * Adding takes constant time on average. An index that there is not traps; so does a heap without room. The elements are
 * those of an ordinary array: qsort(array.items, array.count, sizeof *array.items, compare) sorts them. */
#ifndef VOUCH_ARRAY_H
#define VOUCH_ARRAY_H

#include <ptrcheck.h>
#include <stddef.h>
#include <vouch/heap.h>

#define ARRAY_ROOM_LEAST 16

#define ARRAY_TYPE(name, element_type)                                                                       \
    struct name {                                                                                            \
        element_type *__counted_by(room) items;                                                              \
        size_t room;                                                                                         \
        size_t count;                                                                                        \
    };                                                                                                       \
                                                                                                             \
    [[maybe_unused]] static inline void name##_reserve(struct name *array, size_t count) {                   \
        size_t room = array->room > 0 ? array->room : ARRAY_ROOM_LEAST;                                      \
        while (room < count)                                                                                 \
            room *= 2;                                                                                       \
        if (room == array->room)                                                                             \
            return;                                                                                          \
        element_type *items = new_array(element_type, room);                                                 \
        const size_t used = array->count;                                                                    \
        for (size_t i = 0; i < used; i++)                                                                    \
            items[i] = array->items[i];                                                                      \
        array->items = items;                                                                                \
        array->room = room;                                                                                  \
    }                                                                                                        \
                                                                                                             \
    [[maybe_unused]] static inline void name##_add(struct name *array, element_type element) {               \
        if (array->count >= array->room)                                                                     \
            name##_reserve(array, array->count + 1);                                                         \
        array->items[array->count] = element;                                                                \
        array->count += 1;                                                                                   \
    }                                                                                                        \
                                                                                                             \
    [[maybe_unused]] static inline void name##_insert(struct name *array, size_t at, element_type element) { \
        name##_add(array, element);                                                                          \
        for (size_t i = array->count - 1; i > at; i--)                                                       \
            array->items[i] = array->items[i - 1];                                                           \
        array->items[at] = element;                                                                          \
    }                                                                                                        \
                                                                                                             \
    [[maybe_unused]] static inline void name##_remove(struct name *array, size_t at) {                       \
        for (size_t i = at; i + 1 < array->count; i++)                                                       \
            array->items[i] = array->items[i + 1];                                                           \
        array->count -= 1;                                                                                   \
    }

#endif
