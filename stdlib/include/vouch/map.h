/* Maps from strings. MAP_TYPE(counts, unsigned long) declares
 *
 *   struct counts                      all zero is an empty one; `count` says how many keys it has
 *   counts_find(&map, key)             where the key's value is; null if it has none
 *   counts_place(&map, key)            the same; a key that is new is copied, and its value is zero
 *   counts_remove(&map, key)           whether it was there
 *   struct counts_entry                a key and its value, from map.first by ->following in the order of coming
 *
 * A hash table that doubles: each takes constant time on average. A value stays where it is until its key is removed. A heap
 * without room traps. */
#ifndef VOUCH_MAP_H
#define VOUCH_MAP_H

#include <ptrcheck.h>
#include <stddef.h>
#include <string.h>
#include <vouch/heap.h>

#define MAP_BUCKETS_LEAST 64

/* FNV-1a, with its upper half folded in, as a power of two of buckets looks at the lower bits. */
static inline unsigned long map_hash(const char *key) {
    unsigned long hash = 14695981039346656037UL;
    for (size_t i = 0; key[i] != '\0'; i++)
        hash = (hash ^ (unsigned char)key[i]) * 1099511628211UL;
    return hash ^ hash >> 32;
}

#define MAP_TYPE(name, value_type)                                                                           \
    struct name##_entry {                                                                                    \
        const char *key;                                                                                     \
        unsigned long hash;                                                                                  \
        value_type value;                                                                                    \
        struct name##_entry *next; /* in its bucket */                                                       \
        struct name##_entry *before, *following;                                                             \
    };                                                                                                       \
                                                                                                             \
    struct name {                                                                                            \
        struct name##_entry **__counted_by(size) buckets;                                                    \
        size_t size; /* a power of two, or 0 */                                                              \
        size_t count;                                                                                        \
        struct name##_entry *first, *last;                                                                   \
    };                                                                                                       \
                                                                                                             \
    static inline struct name##_entry *name##_find_entry(const struct name *map, const char *key,            \
                                                         unsigned long hash) {                               \
        if (map->size == 0)                                                                                  \
            return NULL;                                                                                     \
        struct name##_entry *__single entry = map->buckets[hash & (map->size - 1)];                          \
        while (entry != NULL && (entry->hash != hash || strcmp(entry->key, key) != 0))                       \
            entry = entry->next;                                                                             \
        return entry;                                                                                        \
    }                                                                                                        \
                                                                                                             \
    [[maybe_unused]] static inline value_type *name##_find(const struct name *map, const char *key) {        \
        struct name##_entry *__single entry = name##_find_entry(map, key, map_hash(key));                    \
        return entry != NULL ? &entry->value : NULL;                                                         \
    }                                                                                                        \
                                                                                                             \
    static inline void name##_grow(struct name *map) {                                                       \
        size_t size = map->size > 0 ? 2 * map->size : MAP_BUCKETS_LEAST;                                     \
        struct name##_entry **buckets = new_array(struct name##_entry *, size);                              \
        for (struct name##_entry *__single entry = map->first; entry != NULL; entry = entry->following) {    \
            entry->next = buckets[entry->hash & (size - 1)];                                                 \
            buckets[entry->hash & (size - 1)] = entry;                                                       \
        }                                                                                                    \
        map->buckets = buckets;                                                                              \
        map->size = size;                                                                                    \
    }                                                                                                        \
                                                                                                             \
    [[maybe_unused]] static inline value_type *name##_place(struct name *map, const char *key) {             \
        unsigned long hash = map_hash(key);                                                                  \
        struct name##_entry *__single entry = name##_find_entry(map, key, hash);                             \
        if (entry != NULL)                                                                                   \
            return &entry->value;                                                                            \
        if (map->count >= map->size)                                                                         \
            name##_grow(map);                                                                                \
        size_t bucket = hash & (map->size - 1), length = strlen(key);                                        \
        char *copy = new_array(char, length + 1);                                                            \
        memcpy(copy, key, length);                                                                           \
        struct name##_entry *__single added = new (struct name##_entry);                                     \
        added->key = copy;                                                                                   \
        added->hash = hash;                                                                                  \
        added->next = map->buckets[bucket];                                                                  \
        added->before = map->last;                                                                           \
        map->buckets[bucket] = added;                                                                        \
        if (map->last != NULL)                                                                               \
            map->last->following = added;                                                                    \
        else                                                                                                 \
            map->first = added;                                                                              \
        map->last = added;                                                                                   \
        map->count += 1;                                                                                     \
        return &added->value;                                                                                \
    }                                                                                                        \
                                                                                                             \
    [[maybe_unused]] static inline bool name##_remove(struct name *map, const char *key) {                   \
        struct name##_entry *__single gone = name##_find_entry(map, key, map_hash(key));                     \
        if (gone == NULL)                                                                                    \
            return false;                                                                                    \
        size_t bucket = gone->hash & (map->size - 1);                                                        \
        struct name##_entry *__single entry = map->buckets[bucket];                                          \
        if (entry == gone)                                                                                   \
            map->buckets[bucket] = gone->next;                                                               \
        for (; entry != NULL; entry = entry->next)                                                           \
            if (entry->next == gone)                                                                         \
                entry->next = gone->next;                                                                    \
        if (gone->before != NULL)                                                                            \
            gone->before->following = gone->following;                                                       \
        else                                                                                                 \
            map->first = gone->following;                                                                    \
        if (gone->following != NULL)                                                                         \
            gone->following->before = gone->before;                                                          \
        else                                                                                                 \
            map->last = gone->before;                                                                        \
        map->count -= 1;                                                                                     \
        return true;                                                                                         \
    }

#endif
