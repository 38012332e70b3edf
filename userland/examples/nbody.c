/* nbody: the Sun and the four gas giants, moved in steps of 0.01 days by a symplectic integrator.
 *
 *     nbody [STEPS]        1000 if absent; prints the system's energy before and after
 *
 * Masses are in solar masses times 4 pi^2, distances in astronomical units, times in years. */
#include <math.h>
#include <ptrcheck.h>
#include <stdio.h>
#include <stdlib.h>
#include <vouch/arguments.h>

#define BODIES 5
#define PI 3.141592653589793
#define SOLAR_MASS (4 * PI * PI)
#define DAYS_PER_YEAR 365.24
#define STEPS_DEFAULT 1000

struct vector {
    double x, y, z;
};

struct body {
    struct vector position, velocity;
    double mass;
};

static struct body bodies[BODIES] = {
    {.mass = SOLAR_MASS},
    {
        .position = {4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01},
        .velocity = {1.66007664274403694e-03 * DAYS_PER_YEAR, 7.69901118419740425e-03 * DAYS_PER_YEAR,
                     -6.90460016972063023e-05 * DAYS_PER_YEAR},
        .mass = 9.54791938424326609e-04 * SOLAR_MASS,
    },
    {
        .position = {8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01},
        .velocity = {-2.76742510726411036e-03 * DAYS_PER_YEAR, 4.99852801234917238e-03 * DAYS_PER_YEAR,
                     2.30417297573763929e-05 * DAYS_PER_YEAR},
        .mass = 2.85885980666130812e-04 * SOLAR_MASS,
    },
    {
        .position = {1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01},
        .velocity = {2.96460137564761618e-03 * DAYS_PER_YEAR, 2.37847173959480950e-03 * DAYS_PER_YEAR,
                     -2.96589568540237556e-05 * DAYS_PER_YEAR},
        .mass = 4.36624404335156298e-05 * SOLAR_MASS,
    },
    {
        .position = {1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01},
        .velocity = {2.68067772490389322e-03 * DAYS_PER_YEAR, 1.62824170038242295e-03 * DAYS_PER_YEAR,
                     -9.51592254519715870e-05 * DAYS_PER_YEAR},
        .mass = 5.15138902046611451e-05 * SOLAR_MASS,
    },
};

static struct vector difference(struct vector a, struct vector b) {
    return (struct vector){a.x - b.x, a.y - b.y, a.z - b.z};
}

static double square(struct vector a) {
    return a.x * a.x + a.y * a.y + a.z * a.z;
}

static void add_scaled(struct vector *a, struct vector b, double factor) {
    a->x += b.x * factor;
    a->y += b.y * factor;
    a->z += b.z * factor;
}

/* Makes the total momentum zero. */
static void offset_momentum(struct body *__counted_by(count) system, int count) {
    struct vector momentum = {0};
    for (int i = 0; i < count; i++)
        add_scaled(&momentum, system[i].velocity, system[i].mass);
    add_scaled(&system[0].velocity, momentum, -1 / SOLAR_MASS);
}

static double energy(const struct body *__counted_by(count) system, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
        sum += 0.5 * system[i].mass * square(system[i].velocity);
        for (int j = i + 1; j < count; j++) {
            double distance = sqrt(square(difference(system[i].position, system[j].position)));
            sum -= system[i].mass * system[j].mass / distance;
        }
    }
    return sum;
}

static void advance(struct body *__counted_by(count) system, int count, double time) {
    for (int i = 0; i < count; i++) {
        for (int j = i + 1; j < count; j++) {
            struct vector apart = difference(system[i].position, system[j].position);
            double distance_square = square(apart);
            double magnitude = time / (distance_square * sqrt(distance_square));
            add_scaled(&system[i].velocity, apart, -system[j].mass * magnitude);
            add_scaled(&system[j].velocity, apart, system[i].mass * magnitude);
        }
    }
    for (int i = 0; i < count; i++)
        add_scaled(&system[i].position, system[i].velocity, time);
}

int main(void) {
    int steps = STEPS_DEFAULT;
    if (argument_count() > 1) {
        char text[16];
        argument_copy(1, text, sizeof text);
        steps = atoi(text);
    }
    offset_momentum(bodies, BODIES);
    printf("%.9f\n", energy(bodies, BODIES));
    for (int i = 0; i < steps; i++)
        advance(bodies, BODIES, 0.01);
    printf("%.9f\n", energy(bodies, BODIES));
    return 0;
}
