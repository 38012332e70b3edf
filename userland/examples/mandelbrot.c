/* mandelbrot: the Mandelbrot set as a PPM picture on standard output.
 *
 *     mandelbrot [WIDTH] > picture.ppm        16 to 4096 pixels, 160 if absent; three quarters as high */
#include <stdio.h>
#include <stdlib.h>
#include <vouch/arguments.h>

#define ITERATIONS_MAX 200
#define WIDTH_MIN 16
#define WIDTH_MAX 4096

/* The number of steps after which the point's orbit leaves the circle of radius 2. */
static int escape_time(double real, double imaginary) {
    double x = 0;
    double y = 0;
    int steps = 0;
    while (steps < ITERATIONS_MAX) {
        double x_square = x * x;
        double y_square = y * y;
        if (x_square + y_square > 4)
            break;
        y = 2 * x * y + imaginary;
        x = x_square - y_square + real;
        steps++;
    }
    return steps;
}

static void put_pixel(int steps) {
    int shade = steps == ITERATIONS_MAX ? 0 : steps;
    putchar(shade * 9 % 256);
    putchar(shade * 5 % 256);
    putchar(shade * 13 % 256);
}

int main(void) {
    int width = 160;
    if (argument_count() > 1) {
        char text[16];
        argument_copy(1, text, sizeof text);
        width = atoi(text);
    }
    if (width < WIDTH_MIN || width > WIDTH_MAX) {
        fputs("usage: mandelbrot [WIDTH], 16 to 4096\n", stderr);
        return 1;
    }
    int height = width * 3 / 4;
    double scale = 3.0 / width;
    printf("P6\n%d %d\n255\n", width, height);
    for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++)
            put_pixel(escape_time(column * scale - 2.25, (row - height / 2) * scale));
    return 0;
}
