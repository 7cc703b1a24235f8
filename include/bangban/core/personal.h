/*
 * What identifies somebody and was typed where it should not stand: resident ids (GB 11643), phone
 * numbers and bank cards (Luhn) in free text, so that masking can be offered when it is saved
 * (trust.md §5). Full-width digits count as digits, one space or hyphen may stand between the usual
 * groups, zero-width characters between digits hide nothing.
 *
 * Found: ids whose check character fits, or that only lack it and tell a birth more than ten years
 * ago (a case number of 18 digits tells a date, too, but a late one); mobile numbers, also behind
 * +86; land lines with their area code; cards of 16 to 19 digits whose Luhn digit fits and whose
 * first digits an issuer of cards has. Not found: credit codes (public), short numbers (12345),
 * numbers that are part of a longer word or code, ids of 15 digits (no longer valid).
 */
#ifndef BANGBAN_CORE_PERSONAL_H
#define BANGBAN_CORE_PERSONAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/i18n.h"

/* clang-format off */
#define BB_PERSONAL_LIST(X)                                                                        \
    X(ID,    N_("id number"))                                                                      \
    X(PHONE, N_("phone number"))                                                                   \
    X(CARD,  N_("bank card"))
/* clang-format on */

enum bb_personal_kind {
#define BB_PERSONAL_ENUM(name, label) BB_PERSONAL_##name,
    BB_PERSONAL_LIST(BB_PERSONAL_ENUM)
#undef BB_PERSONAL_ENUM
        BB_PERSONAL__COUNT
};

struct bb_personal {
    enum bb_personal_kind kind;
    size_t from, to; /* bytes of the text */
};

/* The first of them that begins at byte `from` or later; false: none. today_day: of the mistyped
 * ids. NULL is empty text. */
bool bb_personal_find(const char *text, size_t from, int64_t today_day, struct bb_personal *out);
/* Appends the text with each of them masked as everywhere else ("310***********1234",
 * "138****1234"; of a card the last four digits stay). Returns how many there were. */
int bb_personal_mask(struct bb_buf *out, const char *text, int64_t today_day);

const char *bb_personal_label(enum bb_personal_kind kind); /* translated */

#endif
