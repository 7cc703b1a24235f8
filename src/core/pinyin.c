/* Pinyin matching over the generated table (pinyin.awk, $(B)/gen/pinyin_table.c). Knows text, not
 * what is searched; ranks one text and leaves ordering lists to the caller. */
#include "bangban/core/pinyin.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"

/* The table; its shape is described in pinyin.awk, which writes it. */
extern const char bb_pinyin_syllable[][7];
extern const uint16_t bb_pinyin_pool[];
extern const uint16_t bb_pinyin_direct[];
extern const uint32_t bb_pinyin_other[][2];
extern const size_t bb_pinyin_others;
extern const uint16_t bb_pinyin_phrase[][8]; /* surname only?, length, 3 characters, 3 syllables */
extern const size_t bb_pinyin_phrases;

enum { DIRECT_FIRST = 0x4E00, DIRECT_LAST = 0x9FFF };
enum { LIST = 0x8000, ASCII = 0x4000 }; /* marks in a reading value */
enum { QUERY_MAX = 63 };                /* one bit of a uint64_t for each place in the query */

struct bb_pinyin_unit {
    uint32_t initials; /* bit 0 a … bit 25 z, over all readings */
    uint16_t value;    /* table value, or ASCII + character */
    uint16_t phrase;   /* syllable by the phrase table, 0 none */
};

static uint16_t value_of(uint32_t c)
{
    if (c >= DIRECT_FIRST && c <= DIRECT_LAST)
        return bb_pinyin_direct[c - DIRECT_FIRST];
    size_t low = 0, high = bb_pinyin_others;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (bb_pinyin_other[mid][0] < c)
            low = mid + 1;
        else
            high = mid;
    }
    return low < bb_pinyin_others && bb_pinyin_other[low][0] == c
               ? (uint16_t)bb_pinyin_other[low][1]
               : 0;
}

/* The longest phrase that text starts with, or NULL. */
static const uint16_t *phrase_at(const uint32_t *text, size_t len, bool surnames)
{
    size_t low = 0, high = bb_pinyin_phrases;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (bb_pinyin_phrase[mid][2] < text[0])
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < bb_pinyin_phrases && bb_pinyin_phrase[low][2] == text[0]; low++) {
        const uint16_t *row = bb_pinyin_phrase[low];
        size_t n = 1;
        while (n < row[1] && n < len && row[2 + n] == text[n])
            n++;
        if (n == row[1] && (surnames || !row[0]))
            return row;
    }
    return NULL;
}

/* The syllables of a table value, ended by 0; single[2] is room for one. */
static const uint16_t *readings(uint16_t value, uint16_t single[2])
{
    if (value & LIST)
        return bb_pinyin_pool + (value - LIST);
    single[0] = value;
    single[1] = 0;
    return single;
}

static uint32_t letter_bit(char c)
{
    return c >= 'a' && c <= 'z' ? UINT32_C(1) << (c - 'a') : 0;
}

/* Letters and digits have bits of their own; all other bytes share the rest. */
static uint64_t char_bit(char c)
{
    if (c >= 'a' && c <= 'z')
        return UINT64_C(1) << (c - 'a');
    if (c >= '0' && c <= '9')
        return UINT64_C(1) << (26 + c - '0');
    return UINT64_C(1) << (36 + (unsigned char)c % 28);
}

/* The letter or digit that a unit stands for, 0 when it is a character with readings. */
static char ascii_of(const struct bb_pinyin_unit *unit)
{
    return !(unit->value & LIST) && unit->value & ASCII ? (char)(unit->value & 0x7F) : '\0';
}

static bool is_alnum(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

void bb_pinyin_fold(struct bb_buf *out, const char *query)
{
    size_t from = out->len;
    bb_text_fold(out, query ? query : "");
    for (size_t i = from; i < out->len; i++)
        if (out->data[i] >= 'A' && out->data[i] <= 'Z')
            out->data[i] += 'a' - 'A';
}

/* Units of a folded text; units has room for one per byte. Surnames hold at the start only. */
static size_t make_units(struct bb_pinyin_unit *units, const char *text, size_t len, bool surnames)
{
    uint32_t *chars = bb_alloc((len + 1) * sizeof *chars);
    size_t n = 0, count = 0, phrase_end = 0;
    const uint16_t *phrase = NULL;
    for (const char *at = text; at < text + len;)
        at += bb_text_next(at, text + len, &chars[n++]);
    for (size_t i = 0; i < n; i++) {
        if (i >= phrase_end) {
            phrase = phrase_at(chars + i, n - i, surnames && i == 0);
            phrase_end = phrase ? i + phrase[1] : 0;
        }
        struct bb_pinyin_unit *unit = &units[count];
        *unit = (struct bb_pinyin_unit){0};
        if (is_alnum(chars[i])) {
            unit->value = (uint16_t)(ASCII | chars[i]);
            unit->initials = letter_bit((char)chars[i]);
        } else {
            unit->value = value_of(chars[i]);
            if (!unit->value)
                continue;
            if (phrase)
                unit->phrase = phrase[5 + phrase[1] - (phrase_end - i)];
            uint16_t single[2];
            for (const uint16_t *r = readings(unit->value, single); *r; r++)
                unit->initials |= letter_bit(bb_pinyin_syllable[*r][0]);
            unit->initials |= letter_bit(bb_pinyin_syllable[unit->phrase][0]);
        }
        count++;
    }
    free(chars);
    return count;
}

static uint64_t syllable_bits(uint16_t syllable)
{
    uint64_t bits = 0;
    for (const char *s = bb_pinyin_syllable[syllable]; *s; s++)
        bits |= char_bit(*s);
    return bits;
}

void bb_pinyin_key_init(struct bb_pinyin_key *key, const char *text)
{
    struct bb_buf folded = {0};
    bb_pinyin_fold(&folded, text);
    const char *source = bb_buf_text(&folded);
    *key = (struct bb_pinyin_key){0};
    struct bb_pinyin_unit *units = bb_alloc((folded.len + 1) * sizeof *units);
    key->count = make_units(units, source, folded.len, true);
    /* one block: the units that are in use, and the text behind them */
    key->units = bb_realloc(units, key->count * sizeof *units + folded.len + 1);
    char *copy = (char *)(key->units + key->count);
    memcpy(copy, source, folded.len + 1);
    key->text = copy;
    for (const char *c = copy; *c; c++)
        key->chars |= char_bit(*c);
    for (size_t i = 0; i < key->count; i++) {
        const struct bb_pinyin_unit *unit = &key->units[i];
        if (ascii_of(unit)) {
            key->initials |= char_bit(ascii_of(unit));
            key->letters |= char_bit(ascii_of(unit));
            continue;
        }
        key->initials |= unit->initials;
        key->letters |= syllable_bits(unit->phrase);
        uint16_t single[2];
        for (const uint16_t *r = readings(unit->value, single); *r; r++)
            key->letters |= syllable_bits(*r);
    }
    bb_buf_done(&folded);
}

void bb_pinyin_key_done(struct bb_pinyin_key *key)
{
    free(key->units);
    *key = (struct bb_pinyin_key){0};
}

static bool begins_with(const struct bb_pinyin_unit *unit, char c)
{
    uint32_t bit = letter_bit(c);
    return bit ? (unit->initials & bit) != 0 : unit->value == (ASCII | c);
}

static enum bb_pinyin_rank match_initials(const struct bb_pinyin_key *key, const char *query,
                                          size_t len)
{
    for (size_t start = 0; start + len <= key->count; start++) {
        size_t i = 0;
        while (i < len && begins_with(&key->units[start + i], query[i]))
            i++;
        if (i == len)
            return start > 0           ? BB_PINYIN_ANYWHERE
                   : len == key->count ? BB_PINYIN_WHOLE
                                       : BB_PINYIN_START;
    }
    return BB_PINYIN_NONE;
}

/* One syllable against the query from `at` on: adds the place after it to *next; true when the
 * query ends in it, *exact when it ends exactly with it. */
static bool eat(const char *syllable, const char *query, size_t at, uint64_t *next, bool *exact)
{
    size_t n = 0;
    while (syllable[n] && syllable[n] == query[at + n])
        n++;
    if (!query[at + n]) {
        *exact = *exact || !syllable[n];
        return true;
    }
    if (!syllable[n])
        *next |= UINT64_C(1) << (at + n);
    return false;
}

/* Full pinyin from unit `start` on: the set of places in the query that can be reached grows unit
 * by unit, so many readings cost time in proportion, never more. */
static enum bb_pinyin_rank match_from(const struct bb_pinyin_key *key, size_t start,
                                      const char *query)
{
    uint64_t reach = 1;
    bool found = false;
    for (size_t i = start; i < key->count && reach; i++) {
        const struct bb_pinyin_unit *unit = &key->units[i];
        bool exact = false;
        const char letter[2] = {ascii_of(unit), '\0'};
        uint16_t single[2];
        const uint16_t *first = *letter ? NULL : readings(unit->value, single);
        uint64_t next = 0;
        for (size_t at = 0; reach >> at; at++) {
            if (!(reach >> at & 1))
                continue;
            if (*letter)
                found |= eat(letter, query, at, &next, &exact);
            for (const uint16_t *r = first; r && *r; r++)
                found |= eat(bb_pinyin_syllable[*r], query, at, &next, &exact);
            if (unit->phrase)
                found |= eat(bb_pinyin_syllable[unit->phrase], query, at, &next, &exact);
        }
        if (exact && start == 0 && i + 1 == key->count)
            return BB_PINYIN_WHOLE;
        reach = next;
    }
    return !found ? BB_PINYIN_NONE : start == 0 ? BB_PINYIN_START : BB_PINYIN_ANYWHERE;
}

static enum bb_pinyin_rank match_full(const struct bb_pinyin_key *key, const char *query)
{
    for (size_t start = 0; start < key->count; start++) {
        if (!begins_with(&key->units[start], query[0]))
            continue;
        enum bb_pinyin_rank rank = match_from(key, start, query);
        if (rank)
            return rank;
    }
    return BB_PINYIN_NONE;
}

enum bb_pinyin_rank bb_pinyin_key_match(const struct bb_pinyin_key *key, const char *folded_query)
{
    if (!folded_query || !*folded_query)
        return BB_PINYIN_START;
    uint64_t bits = 0;
    bool typed = true; /* letters and digits only */
    size_t len = 0;
    for (; folded_query[len]; len++) {
        bits |= char_bit(folded_query[len]);
        typed = typed && is_alnum((unsigned char)folded_query[len]);
    }
    enum bb_pinyin_rank best = BB_PINYIN_NONE;
    if (!(bits & ~key->chars)) {
        const char *found = strstr(key->text, folded_query);
        if (found)
            best = found != key->text ? BB_PINYIN_ANYWHERE
                   : found[len]       ? BB_PINYIN_START
                                      : BB_PINYIN_WHOLE;
    }
    if (!typed || len > QUERY_MAX)
        return best;
    if (best < BB_PINYIN_WHOLE && !(bits & ~key->initials)) {
        enum bb_pinyin_rank rank = match_initials(key, folded_query, len);
        best = rank > best ? rank : best;
    }
    if (best < BB_PINYIN_WHOLE && !(bits & ~key->letters) &&
        char_bit(folded_query[0]) & key->initials) {
        enum bb_pinyin_rank rank = match_full(key, folded_query);
        best = rank > best ? rank : best;
    }
    return best;
}

bool bb_pinyin_match(const char *query, const char *text)
{
    struct bb_buf folded = {0};
    struct bb_pinyin_key key;
    bb_pinyin_fold(&folded, query);
    bb_pinyin_key_init(&key, text);
    bool matches = bb_pinyin_key_match(&key, bb_buf_text(&folded)) != BB_PINYIN_NONE;
    bb_pinyin_key_done(&key);
    bb_buf_done(&folded);
    return matches;
}

static void add_initials(struct bb_buf *out, const char *text, bool surnames)
{
    struct bb_buf folded = {0};
    bb_pinyin_fold(&folded, text);
    struct bb_pinyin_unit *units = bb_alloc((folded.len + 1) * sizeof *units);
    size_t count = make_units(units, bb_buf_text(&folded), folded.len, surnames);
    for (size_t i = 0; i < count; i++) {
        uint16_t single[2], syllable = units[i].phrase;
        if (ascii_of(&units[i])) {
            bb_buf_char(out, ascii_of(&units[i]));
            continue;
        }
        if (!syllable)
            syllable = readings(units[i].value, single)[0];
        bb_buf_char(out, bb_pinyin_syllable[syllable][0]);
    }
    free(units);
    bb_buf_done(&folded);
}

void bb_pinyin_initials(struct bb_buf *out, const char *text)
{
    add_initials(out, text, false);
}

void bb_pinyin_name_initials(struct bb_buf *out, const char *name)
{
    add_initials(out, name, true);
}
