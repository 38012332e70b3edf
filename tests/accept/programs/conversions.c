/* Conversions between integers and floating point, which write half a vector register; choices between
 * floating constants, of which LLVM makes tables; arrays with rows of one byte. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

static const uint64_t values[] = {0,
                                  1,
                                  0x20000000000001,
                                  0x7fffffffffffffff,
                                  0x8000000000000000,
                                  0x8000000000000400,
                                  0x8000000000000401,
                                  0x8000008000000000,
                                  0x8000008000000001,
                                  0xfffffffffffffbff,
                                  0xfffffffffffffc00,
                                  0xffffff7fffffffff,
                                  0xffffff8000000000,
                                  0xffffffffffffffff};
enum { VALUES = sizeof values / sizeof values[0] };
static uint8_t narrow[3][1] = {{7}, {8}, {9}};

static void convert(uint64_t value) {
    double wide = (double)value;
    float single = (float)value;
    printf("%.17g %.17g %.17g\n", wide, (double)single, (double)(int64_t)value);
    printf("%.17g %.17g\n", (double)(float)(int64_t)value, (double)(float)(int32_t)value);
    printf("%.17g %.17g\n", (double)(uint32_t)value, (double)(float)(uint32_t)value);
    printf("%.17g %.17g\n", (double)(int8_t)value, (double)(float)(uint16_t)value);
    printf("%.17g %.17g\n", sqrt(wide), (double)sqrtf(single));
    printf("%.17g %.17g\n", (double)(float)wide, (double)(float)sqrt(wide));
}

static float choose(float a, float b) {
    float above = a > b ? 3.25f : 5.5f;
    double same = a == b;
    return above + (float)(same * (a < 100 ? 0.125 : 7.5));
}

int main(void) {
    for (int i = 0; i < VALUES; i++) {
        convert(values[i]);
        printf("%.17g\n", (double)choose((float)values[i], (float)values[VALUES - 1 - i]));
        printf("%d\n", narrow[i % 3][0]);
    }
    return 0;
}
