/* The one text form of a signature: services.def, objects' metadata (.vouch.meta) and vcc use it.
 *
 *   RESULT ':' ( 'v' | PARAMETER (',' PARAMETER)* )
 *   RESULT     v b h i l f d                     none; integers of 1 2 4 8 bytes; float, double
 *   PARAMETER  b h i l f d
 *              rN wN rN*S wN*S                   VX_COUNTED, read-only or writable, elements of S bytes (1),
 *                                                counted by parameter N (0-based, an i or l)
 *              oS OS                             VX_ONE of S bytes, read-only or writable */
#ifndef KERNEL_SERVICE_SIGNATURE_H
#define KERNEL_SERVICE_SIGNATURE_H

#include <vouch/verifier.h>

struct service_signature {
    uint8_t result_kind, result_width;
    uint8_t parameter_count;
    struct vx_parameter parameters[VX_PARAMETERS_MAX]; /* `type` holds the element's size in bytes */
};

/* Parse NUL-terminated `text`. False if it is not a signature; *signature is then undefined. */
bool service_signature_parse(const char *text, struct service_signature *signature);

/* The kernel's services as the verifier wants them, in the order of services.def. */
const struct verifier_services *service_table(void);

#endif
