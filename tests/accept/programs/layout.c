/* The layout of structures and unions: made-up ones, whose sizes, alignments and offsets must be clang's. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum shade { LIGHT, DARK };

struct t0 {
    unsigned m0;
    alignas(8) unsigned long long m1;
};
struct t1 {
    signed char m0[4];
    union {
        char n0;
        float n1;
    };
};
struct t2 {
    alignas(16) double m0[1][5];
    char m1;
};
struct t3 {
    unsigned m0;
    float m1;
    signed char m2[5][6];
    struct {
        float n0;
        char n1;
    };
};
struct t4 {
    alignas(16) struct t1 m0;
    struct t2 m1;
    int m2;
    alignas(double) float m3[4][3];
    struct {
        signed char n0;
        unsigned long long n1;
    };
};
union t5 {
    alignas(double) double m0;
    alignas(16) struct t1 m1;
};
struct t6 {
    alignas(double) enum shade m0[4][5];
    bool m1;
    alignas(16) struct t3 m2;
};
union t7 {
    struct t0 m0;
    enum shade m1;
    struct t3 m2;
    struct {
        unsigned n0;
        unsigned n1;
    };
};
union t8 {
    int m0[4];
};
union t9 {
    alignas(16) unsigned long long m0[3];
    long m1;
    int m2;
    alignas(double) long m3;
    struct t6 m4;
    union {
        unsigned long long n0;
        int n1;
    };
};
struct t10 {
    struct t4 m0[6][6];
    union t9 m1[4][4];
    union {
        char n0;
        short n1;
    };
};
struct t11 {
    struct t2 m0;
    union t7 m1;
};
struct t12 {
    union t7 m0;
    union t7 m1[2];
    union t7 m2;
    union {
        long n0;
        long n1;
    };
};
union t13 {
    bool m0;
    struct t11 m1;
    struct t10 m2;
};
struct t14 {
    alignas(16) struct t10 m0[1][7];
    alignas(8) bool m1;
};
struct t15 {
    alignas(16) union t5 m0[7][5];
    long m1[7][7];
};
union t16 {
    alignas(16) union t13 m0;
    struct t3 m1;
    union t13 m2;
    alignas(8) unsigned m3[3][4];
    enum shade m4;
    alignas(double) short m5;
    struct {
        long n0;
        float n1;
    };
};
struct t17 {
    alignas(16) union t8 m0;
    short m1[7];
    alignas(16) struct t3 m2;
    alignas(16) double m3;
};
struct t18 {
    int m0;
    alignas(double) char m1;
    alignas(16) union t13 m2;
    alignas(16) struct t17 m3;
    union t5 m4;
    union t13 m5;
};
struct t19 {
    char m0;
    alignas(8) float m1[2][7];
    union {
        bool n0;
        char n1;
    };
};
struct t20 {
    alignas(16) struct t14 m0[2][5];
    signed char m1[7];
    char m2;
    float m3[5];
};
struct t21 {
    struct t18 m0;
    struct t0 m1;
    struct t20 m2[5];
    alignas(16) union t16 m3;
    alignas(16) union t5 m4[5];
    struct t3 m5[3][5];
    struct {
        unsigned n0;
        long n1;
    };
};
struct t22 {
    alignas(16) struct t3 m0[1];
    struct {
        bool n0;
        enum shade n1;
    };
};
struct t23 {
    struct t4 m0;
    unsigned m1[4];
};

int main(void) {
    printf("struct t0: %zu %zu\n", sizeof(struct t0), alignof(struct t0));
    printf(" %zu", offsetof(struct t0, m0));
    printf(" %zu", offsetof(struct t0, m1));
    putchar('\n');
    printf("struct t1: %zu %zu\n", sizeof(struct t1), alignof(struct t1));
    printf(" %zu", offsetof(struct t1, m0));
    printf(" %zu", offsetof(struct t1, n0));
    printf(" %zu", offsetof(struct t1, n1));
    putchar('\n');
    printf("struct t2: %zu %zu\n", sizeof(struct t2), alignof(struct t2));
    printf(" %zu", offsetof(struct t2, m0));
    printf(" %zu", offsetof(struct t2, m1));
    putchar('\n');
    printf("struct t3: %zu %zu\n", sizeof(struct t3), alignof(struct t3));
    printf(" %zu", offsetof(struct t3, m0));
    printf(" %zu", offsetof(struct t3, m1));
    printf(" %zu", offsetof(struct t3, m2));
    printf(" %zu", offsetof(struct t3, n0));
    printf(" %zu", offsetof(struct t3, n1));
    putchar('\n');
    printf("struct t4: %zu %zu\n", sizeof(struct t4), alignof(struct t4));
    printf(" %zu", offsetof(struct t4, m0));
    printf(" %zu", offsetof(struct t4, m1));
    printf(" %zu", offsetof(struct t4, m2));
    printf(" %zu", offsetof(struct t4, m3));
    printf(" %zu", offsetof(struct t4, n0));
    printf(" %zu", offsetof(struct t4, n1));
    putchar('\n');
    printf("union t5: %zu %zu\n", sizeof(union t5), alignof(union t5));
    printf(" %zu", offsetof(union t5, m0));
    printf(" %zu", offsetof(union t5, m1));
    putchar('\n');
    printf("struct t6: %zu %zu\n", sizeof(struct t6), alignof(struct t6));
    printf(" %zu", offsetof(struct t6, m0));
    printf(" %zu", offsetof(struct t6, m1));
    printf(" %zu", offsetof(struct t6, m2));
    putchar('\n');
    printf("union t7: %zu %zu\n", sizeof(union t7), alignof(union t7));
    printf(" %zu", offsetof(union t7, m0));
    printf(" %zu", offsetof(union t7, m1));
    printf(" %zu", offsetof(union t7, m2));
    printf(" %zu", offsetof(union t7, n0));
    printf(" %zu", offsetof(union t7, n1));
    putchar('\n');
    printf("union t8: %zu %zu\n", sizeof(union t8), alignof(union t8));
    printf(" %zu", offsetof(union t8, m0));
    putchar('\n');
    printf("union t9: %zu %zu\n", sizeof(union t9), alignof(union t9));
    printf(" %zu", offsetof(union t9, m0));
    printf(" %zu", offsetof(union t9, m1));
    printf(" %zu", offsetof(union t9, m2));
    printf(" %zu", offsetof(union t9, m3));
    printf(" %zu", offsetof(union t9, m4));
    printf(" %zu", offsetof(union t9, n0));
    printf(" %zu", offsetof(union t9, n1));
    putchar('\n');
    printf("struct t10: %zu %zu\n", sizeof(struct t10), alignof(struct t10));
    printf(" %zu", offsetof(struct t10, m0));
    printf(" %zu", offsetof(struct t10, m1));
    printf(" %zu", offsetof(struct t10, n0));
    printf(" %zu", offsetof(struct t10, n1));
    putchar('\n');
    printf("struct t11: %zu %zu\n", sizeof(struct t11), alignof(struct t11));
    printf(" %zu", offsetof(struct t11, m0));
    printf(" %zu", offsetof(struct t11, m1));
    putchar('\n');
    printf("struct t12: %zu %zu\n", sizeof(struct t12), alignof(struct t12));
    printf(" %zu", offsetof(struct t12, m0));
    printf(" %zu", offsetof(struct t12, m1));
    printf(" %zu", offsetof(struct t12, m2));
    printf(" %zu", offsetof(struct t12, n0));
    printf(" %zu", offsetof(struct t12, n1));
    putchar('\n');
    printf("union t13: %zu %zu\n", sizeof(union t13), alignof(union t13));
    printf(" %zu", offsetof(union t13, m0));
    printf(" %zu", offsetof(union t13, m1));
    printf(" %zu", offsetof(union t13, m2));
    putchar('\n');
    printf("struct t14: %zu %zu\n", sizeof(struct t14), alignof(struct t14));
    printf(" %zu", offsetof(struct t14, m0));
    printf(" %zu", offsetof(struct t14, m1));
    putchar('\n');
    printf("struct t15: %zu %zu\n", sizeof(struct t15), alignof(struct t15));
    printf(" %zu", offsetof(struct t15, m0));
    printf(" %zu", offsetof(struct t15, m1));
    putchar('\n');
    printf("union t16: %zu %zu\n", sizeof(union t16), alignof(union t16));
    printf(" %zu", offsetof(union t16, m0));
    printf(" %zu", offsetof(union t16, m1));
    printf(" %zu", offsetof(union t16, m2));
    printf(" %zu", offsetof(union t16, m3));
    printf(" %zu", offsetof(union t16, m4));
    printf(" %zu", offsetof(union t16, m5));
    printf(" %zu", offsetof(union t16, n0));
    printf(" %zu", offsetof(union t16, n1));
    putchar('\n');
    printf("struct t17: %zu %zu\n", sizeof(struct t17), alignof(struct t17));
    printf(" %zu", offsetof(struct t17, m0));
    printf(" %zu", offsetof(struct t17, m1));
    printf(" %zu", offsetof(struct t17, m2));
    printf(" %zu", offsetof(struct t17, m3));
    putchar('\n');
    printf("struct t18: %zu %zu\n", sizeof(struct t18), alignof(struct t18));
    printf(" %zu", offsetof(struct t18, m0));
    printf(" %zu", offsetof(struct t18, m1));
    printf(" %zu", offsetof(struct t18, m2));
    printf(" %zu", offsetof(struct t18, m3));
    printf(" %zu", offsetof(struct t18, m4));
    printf(" %zu", offsetof(struct t18, m5));
    putchar('\n');
    printf("struct t19: %zu %zu\n", sizeof(struct t19), alignof(struct t19));
    printf(" %zu", offsetof(struct t19, m0));
    printf(" %zu", offsetof(struct t19, m1));
    printf(" %zu", offsetof(struct t19, n0));
    printf(" %zu", offsetof(struct t19, n1));
    putchar('\n');
    printf("struct t20: %zu %zu\n", sizeof(struct t20), alignof(struct t20));
    printf(" %zu", offsetof(struct t20, m0));
    printf(" %zu", offsetof(struct t20, m1));
    printf(" %zu", offsetof(struct t20, m2));
    printf(" %zu", offsetof(struct t20, m3));
    putchar('\n');
    printf("struct t21: %zu %zu\n", sizeof(struct t21), alignof(struct t21));
    printf(" %zu", offsetof(struct t21, m0));
    printf(" %zu", offsetof(struct t21, m1));
    printf(" %zu", offsetof(struct t21, m2));
    printf(" %zu", offsetof(struct t21, m3));
    printf(" %zu", offsetof(struct t21, m4));
    printf(" %zu", offsetof(struct t21, m5));
    printf(" %zu", offsetof(struct t21, n0));
    printf(" %zu", offsetof(struct t21, n1));
    putchar('\n');
    printf("struct t22: %zu %zu\n", sizeof(struct t22), alignof(struct t22));
    printf(" %zu", offsetof(struct t22, m0));
    printf(" %zu", offsetof(struct t22, n0));
    printf(" %zu", offsetof(struct t22, n1));
    putchar('\n');
    printf("struct t23: %zu %zu\n", sizeof(struct t23), alignof(struct t23));
    printf(" %zu", offsetof(struct t23, m0));
    printf(" %zu", offsetof(struct t23, m1));
    putchar('\n');
    return 0;
}
