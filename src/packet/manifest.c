/* manifest.sm3: a head of `key: value` lines, an empty line, then one `digest  name` line per
 * member. One spelling only: what is read is written again and must be the same bytes. */
#include "manifest.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/packet/sign.h"

enum { NAME_MAX_BYTES = 32, TEXT_MAX_BYTES = 128, HEX_DIGITS = 64 };

static bool is_name(const char *text)
{
    size_t len = text ? strlen(text) : 0;
    return len > 0 && len <= NAME_MAX_BYTES &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

/* A line of text: nothing that ends a line. Asks no locale, so that every machine agrees. */
static bool is_text(const char *text)
{
    size_t len = text ? strlen(text) : 0, bad;
    if (len == 0 || len > TEXT_MAX_BYTES || text[0] == ' ' || text[len - 1] == ' ' ||
        !bb_text_is_utf8(text, len, &bad))
        return false;
    const char *end = text + len;
    uint32_t c;
    for (size_t step; (step = bb_text_next(text, end, &c)); text += step)
        if (c < 0x20 || (c >= 0x7f && c < 0xa0))
            return false;
    return true;
}

bool manifest_is_hash(const char *text)
{
    return text && strlen(text) == HEX_DIGITS && strspn(text, "0123456789abcdef") == HEX_DIGITS;
}

const char *manifest_fault(const struct bb_packet_head *head)
{
    return !is_name(head->window) ? _("the window's code may hold letters, digits and '-' only")
           : !is_name(head->replica)
               ? _("the installation's label may hold letters, digits and '-' only")
           : !manifest_is_hash(head->base) ? _("the base is not a hash")
           : !manifest_is_hash(head->head) ? _("the head is not a hash")
           : !manifest_is_hash(head->seen) ? _("what was seen last is not a hash")
           : head->reference < 0           ? _("the version of the reference data is below 0")
           : !is_text(head->program)       ? _("the program's version is not one line of text")
           : !is_text(head->rules)         ? _("the version of the rules is not one line of text")
                                           : NULL;
}

void manifest_format(struct bb_buf *out, const struct bb_packet_head *head,
                     const struct part *parts)
{
    char at[BB_AT_BYTES];
    bb_buf_printf(out,
                  BB_PACKET_FORMAT "\nwindow: %s\nbase: %s\nhead: %s\nreplica: %s\nseen: %s\n"
                                   "reference: %lld\nmade_at: %s\n"
                                   "distid: " BB_SIGN_DISTID "\nprogram: %s\nrules: %s\n\n",
                  head->window, head->base, head->head, head->replica, head->seen,
                  (long long)head->reference, bb_at_format_utc(at, head->made_at), head->program,
                  head->rules);
    for (int member = 0; member < BB_MEMBER_MANIFEST; member++)
        if (parts[member].present)
            bb_buf_printf(out, "%s  %s\n", parts[member].sm3,
                          bb_member_file((enum bb_member)member));
}

/* Takes the line at *at, which must begin with key; cuts it off. NULL when it does not. */
static char *take(char **at, const char *key)
{
    char *line = *at, *end = strchr(line, '\n');
    if (!end || strncmp(line, key, strlen(key)) != 0)
        return NULL;
    *end = '\0';
    *at = end + 1;
    return line + strlen(key);
}

static const char *take_digests(struct part *parts, char *at)
{
    while (*at) {
        char *line = take(&at, "");
        if (!line || strlen(line) < HEX_DIGITS + 3 || memcmp(line + HEX_DIGITS, "  ", 2) != 0)
            return _("a line is not a digest and a name");
        line[HEX_DIGITS] = '\0';
        enum bb_member member = bb_member_find(line + HEX_DIGITS + 2);
        if (!manifest_is_hash(line) || member >= BB_MEMBER_MANIFEST || parts[member].present)
            return _("a line is not the digest of a member, or stands twice");
        parts[member].present = true;
        memcpy(parts[member].sm3, line, BB_DIGEST_HEX_BYTES);
    }
    return NULL;
}

const char *manifest_parse(struct bb_packet_info *info, struct part *parts, const char *text,
                           size_t len)
{
    struct bb_buf again = {0};
    char *copy = bb_strndup(text, len), *at = copy;
    struct bb_packet_head head = {0};
    const char *format = take(&at, ""), *fault = NULL;
    if (!format || strcmp(format, BB_PACKET_FORMAT) != 0)
        fault = _("it is not of the format bangban-district/1");
    head.window = fault ? NULL : take(&at, "window: ");
    head.base = head.window ? take(&at, "base: ") : NULL;
    head.head = head.base ? take(&at, "head: ") : NULL;
    head.replica = head.head ? take(&at, "replica: ") : NULL;
    head.seen = head.replica ? take(&at, "seen: ") : NULL;
    const char *reference = head.seen ? take(&at, "reference: ") : NULL;
    const char *made_at = reference ? take(&at, "made_at: ") : NULL;
    const char *distid = made_at ? take(&at, "distid: ") : NULL;
    head.program = distid ? take(&at, "program: ") : NULL;
    head.rules = head.program ? take(&at, "rules: ") : NULL;
    const char *gap = head.rules ? take(&at, "") : NULL;
    if (!fault && (!gap || *gap || bb_at_parse(&head.made_at, made_at)))
        fault = _("its head is not complete");
    if (!fault)
        head.reference = strtoll(reference, NULL, 10); /* its one spelling is compared below */
    if (!fault)
        fault = manifest_fault(&head);
    if (!fault)
        fault = take_digests(parts, at);
    if (!fault) {
        manifest_format(&again, &head, parts);
        if (again.len != len || memcmp(again.data, text, len) != 0)
            fault = _("it is not written as the format says");
    }
    if (!fault) {
        info->window = bb_strdup(head.window);
        info->replica = bb_strdup(head.replica);
        info->program = bb_strdup(head.program);
        info->rules = bb_strdup(head.rules);
        info->made_at = head.made_at;
        memcpy(info->base, head.base, BB_HASH_BYTES);
        memcpy(info->head, head.head, BB_HASH_BYTES);
        memcpy(info->seen, head.seen, BB_HASH_BYTES);
        info->reference = head.reference;
    }
    bb_buf_done(&again);
    free(copy);
    return fault;
}
