/* The one text form of a signature: services.def, objects' metadata (.vouch.meta) and vcc use it.
 *
 *   RESULT ':' ( 'v' | PARAMETER (',' PARAMETER)* )
 *   RESULT     v b h i l f d                none; integers of 1 2 4 8 bytes; float, double
 *              oT OT aT AT p P xN           references as below
 *              cT CT                        VX_COUNTED, its count in rdx
 *   PARAMETER  b h i l f d
 *              rN wN rN*T wN*T              VX_COUNTED, read-only or writable, elements T (1), counted by
 *                                           parameter N (0-based, an i or l)
 *              oT OT                        VX_ONE, read-only or writable
 *              aT AT                        VX_ARRAY
 *              p P                          VX_ANY
 *              xN                           VX_FUNCTION of signature number N
 *              t                            VX_TYPE
 *   T          S                            plain data of S bytes
 *              #N                           type number N
 *              tN                           behind o O a A: what the VX_TYPE parameter N is (VX_OF_OPERAND)
 *   a reference parameter may be followed by '!' (VX_STORABLE) and '^' (VX_RETURNED), in this order; a
 *   reference result by '~' (VX_INHERITS), an ARRAY by '+' (VX_INDEXED)
 * Numbered types and signatures occur in metadata only. */
#ifndef KERNEL_SERVICE_SIGNATURE_H
#define KERNEL_SERVICE_SIGNATURE_H

#include <vouch/verifier.h>

#define SIGNATURE_TYPE_NUMBER 0x80000000u

struct service_signature {
    uint8_t parameter_count;
    struct vx_parameter result;
    /* `type` of the result and the parameters, where it is a type: the size of plain data in bytes, or
     * SIGNATURE_TYPE_NUMBER | number */
    struct vx_parameter parameters[VX_PARAMETERS_MAX];
};

/* Parse NUL-terminated `text`. False if it is not a signature; *signature is then undefined. */
bool service_signature_parse(const char *text, struct service_signature *signature);

/* The kernel's services as the verifier wants them, in the order of services.def. */
const struct verifier_services *service_table(void);

#endif
