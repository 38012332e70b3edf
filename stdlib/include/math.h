/* C23 <math.h>: the functions whose results are exact or correctly rounded, equal bit for bit to glibc's. */
#ifndef MATH_H
#define MATH_H

#define INFINITY 1e999F
#define HUGE_VAL 1e999

double fabs(double value);
double floor(double value);
double ceil(double value);
double trunc(double value);
double round(double value);
double sqrt(double value);
double fmod(double value, double divisor);
double copysign(double value, double sign);

float fabsf(float value);
float floorf(float value);
float ceilf(float value);
float truncf(float value);
float sqrtf(float value);

#endif
