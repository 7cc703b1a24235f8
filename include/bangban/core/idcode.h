/*
 * Resident ids (GB 11643-1999) and unified social credit codes (GB 32100-2015 with the subject code
 * of GB 11714-1997): what may be wrong with one. A wrong number is a warning, never a wall: the
 * person stands there. Rules and examples: glossary.md §8, trust.md §5.
 */
#ifndef BANGBAN_CORE_IDCODE_H
#define BANGBAN_CORE_IDCODE_H

#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/i18n.h"

/* clang-format off */
#define BB_IDCODE_LIST(X)                                                                          \
    X(OK,        "")                                                                               \
    X(EMPTY,     N_("No number was given."))                                                       \
    X(OLD,       N_("This is an old number of 15 digits. Ask for the new one of 18."))             \
    X(LENGTH,    N_("The number must have 18 characters. Count them again."))                      \
    X(CHARACTER, N_("A character in it cannot stand in such a number. Compare it with the paper.")) \
    X(AREA,      N_("The area code in the number does not exist. Compare it with the paper."))     \
    X(BIRTH,     N_("The birth date in the number does not exist. Compare it with the card."))     \
    X(FUTURE,    N_("The birth date in the number lies in the future. Compare it with the card.")) \
    X(ORDER,     N_("The order number 000 is never given. Compare it with the card."))             \
    X(CHECK,     N_("The check character does not fit: one character is wrong, or two are swapped.")) \
    X(REGISTRY,  N_("The first character names no registry. Compare it with the licence."))        \
    X(SUBJECT,   N_("The subject code (characters 9 to 17) does not fit. Compare it with the licence.")) \
    X(RESIDENT,  N_("This is a resident id, not a credit code."))
/* clang-format on */

enum bb_idcode_problem {
#define BB_IDCODE_ENUM(name, sentence) BB_IDCODE_##name,
    BB_IDCODE_LIST(BB_IDCODE_ENUM)
#undef BB_IDCODE_ENUM
        BB_IDCODE__COUNT
};

/* The form to store: half-width, no white space, capitals. Appends. */
void bb_idcode_normalise(struct bb_buf *out, const char *text);

/* Both normalise for themselves and take NULL as empty. A birth after `today` is wrong; 0 asks no
 * date. */
enum bb_idcode_problem bb_idcode_check_resident(const char *text, int64_t today_day);
enum bb_idcode_problem bb_idcode_check_credit(const char *text);

const char *bb_idcode_sentence(enum bb_idcode_problem problem); /* translated; "" for OK */

#endif
