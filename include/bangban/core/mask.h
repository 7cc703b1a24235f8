/*
 * Personal data as it may be shown and exported: trust.md §5. Works on whatever was typed: what has
 * not the expected shape is hidden altogether, one star a character, so that nothing shows by
 * accident.
 */
#ifndef BANGBAN_CORE_MASK_H
#define BANGBAN_CORE_MASK_H

#include "bangban/base/buf.h"

/* All append; NULL and "" give nothing. Input is folded first (full-width digits, spaces, hyphens).
 */

/* 张*, 欧阳*: surname and one star, whatever the length; a single character is hidden. */
void bb_mask_name(struct bb_buf *out, const char *name);
/* Resident id, credit code: 310***********1234 (3 + 11 + 4), old ids of 15 digits 3 + 8 + 4. */
void bb_mask_code(struct bb_buf *out, const char *code);
/* 138****1234; 11 to 13 digits. */
void bb_mask_phone(struct bb_buf *out, const char *phone);

#endif
