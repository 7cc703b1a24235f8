/* Receipts as files. What stands in the body is the hub's and the window's business. */
#include "bangban/packet/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/member.h"
#include "bangban/packet/sign.h"

#define SIGNATURE "signature: "

static void head_format(struct bb_buf *out, const struct bb_receipt *receipt, const char *body)
{
    char at[BB_AT_BYTES];
    bb_buf_printf(out,
                  BB_RECEIPT_FORMAT "\nhub: %s\nnode: %s\npacket: %s\nreplica: %s\nstatus: %s\n"
                                    "reason: %s\nhave: %s\nfrom: %s\nseen: %s\nat: %s\n"
                                    "reference: %lld\ndistid: " BB_SIGN_DISTID "\nbody: %s\n",
                  receipt->hub, receipt->node, receipt->packet, receipt->replica, receipt->status,
                  receipt->reason, receipt->have, receipt->from, receipt->seen,
                  bb_at_format_utc(at, receipt->at), (long long)receipt->reference, body);
}

static void hex_put(struct bb_buf *out, const struct bb_buf *bytes)
{
    for (size_t i = 0; i < bytes->len; i++)
        bb_buf_printf(out, "%02x", (unsigned char)bytes->data[i]);
}

const struct bb_err *bb_receipt_write(const struct bb_receipt *receipt, const struct bb_buf *body,
                                      const char *private_key_path, const char *dir, char **path)
{
    char digest[BB_DIGEST_HEX_BYTES];
    struct bb_buf text = {0}, der = {0}, name = {0};
    struct bb_file file = {0};
    bb_sm3_hex(digest, bb_buf_text(body), body->len);
    head_format(&text, receipt, digest);
    bb_sm3_hex(digest, text.data, text.len);
    bb_buf_printf(&name, "%s/%s-%.16s.receipt", dir, receipt->node, digest);
    const struct bb_err *err = bb_sign(&der, private_key_path, text.data, text.len);
    if (!err)
        err = bb_file_begin(&file, name.data, 0644);
    if (!err) {
        bb_buf_str(&text, SIGNATURE);
        hex_put(&text, &der);
        bb_buf_str(&text, "\n\n");
        fwrite(text.data, 1, text.len, file.stream); /* bb_file_end() reports a failure */
        fwrite(bb_buf_text(body), 1, body->len, file.stream);
        err = bb_file_end(&file);
    }
    *path = err ? NULL : bb_buf_take(&name);
    bb_buf_done(&name);
    bb_buf_done(&text);
    bb_buf_done(&der);
    return err;
}

/* ---- reading ---- */

static const struct bb_err *bad(const char *shown, const char *why)
{
    return bb_err(BB_ERR_RECEIPT, shown, why, NULL);
}

/* The value of the line at *at, which must begin with key; cuts it off. NULL when it does not. */
static char *take(char **at, const char *key)
{
    char *line = *at, *end = line ? strchr(line, '\n') : NULL;
    if (!end || strncmp(line, key, strlen(key)) != 0) {
        *at = NULL;
        return NULL;
    }
    *end = '\0';
    *at = end + 1;
    return line + strlen(key);
}

static bool hash_take(char out[BB_HASH_BYTES], const char *text)
{
    if (!text || strlen(text) != BB_HASH_BYTES - 1 ||
        strspn(text, "0123456789abcdef") != BB_HASH_BYTES - 1)
        return false;
    memcpy(out, text, BB_HASH_BYTES);
    return true;
}

/* Reads what head_format() writes and nothing else. */
static bool head_parse(struct bb_receipt *out, char *text, size_t len, char body[BB_HASH_BYTES])
{
    struct bb_buf again = {0};
    char *copy = bb_strndup(text, len), *at = copy;
    const char *format = take(&at, "");
    out->hub = bb_strdup(take(&at, "hub: "));
    out->node = bb_strdup(take(&at, "node: "));
    out->packet = bb_strdup(take(&at, "packet: "));
    out->replica = bb_strdup(take(&at, "replica: "));
    out->status = bb_strdup(take(&at, "status: "));
    out->reason = bb_strdup(take(&at, "reason: "));
    bool good = format && hash_take(out->have, take(&at, "have: ")) &&
                hash_take(out->from, take(&at, "from: ")) &&
                hash_take(out->seen, take(&at, "seen: "));
    const char *moment = take(&at, "at: "), *reference = take(&at, "reference: ");
    take(&at, "distid: ");
    good = good && hash_take(body, take(&at, "body: ")) && at && !*at &&
           !bb_at_parse(&out->at, moment);
    if (good) {
        out->reference = strtoll(reference, NULL, 10);
        head_format(&again, out, body);
        good = again.len == len && memcmp(again.data, text, len) == 0 &&
               (strcmp(out->status, "have") == 0 || strcmp(out->status, "gap") == 0 ||
                strcmp(out->status, "refused") == 0);
    }
    bb_buf_done(&again);
    free(copy);
    return good;
}

static bool hex_take(struct bb_buf *out, const char *text, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i + 1 < len; i += 2) {
        const char *high = strchr(digits, text[i]), *low = strchr(digits, text[i + 1]);
        if (!text[i] || !text[i + 1] || !high || !low)
            return false;
        bb_buf_char(out, (char)((high - digits) * 16 + (low - digits)));
    }
    return len > 0 && len % 2 == 0;
}

/* A name of the form of receipts must tell the truth. */
static bool name_is_true(const char *shown, const char *node, const char *digest)
{
    struct bb_buf name = {0};
    bb_buf_printf(&name, "%s-%.16s.receipt", node, digest);
    bool same = strcmp(name.data, shown) == 0;
    bb_buf_done(&name);
    return same;
}

static const struct bb_err *text_read(struct bb_receipt *out, struct bb_buf *text,
                                      const char *shown, const char *public_pem, size_t *body_at)
{
    char body[BB_HASH_BYTES], digest[BB_DIGEST_HEX_BYTES];
    struct bb_buf der = {0};
    char *line = text->len ? strstr(text->data, "\n" SIGNATURE) : NULL;
    char *end = line ? strstr(line + 1, "\n\n") : NULL;
    if (!end || strlen(text->data) != text->len)
        return bad(shown, _("it is cut off or not a receipt"));
    size_t head = (size_t)(line + 1 - text->data);
    const char *hex = line + 1 + strlen(SIGNATURE);
    const struct bb_err *err = hex_take(&der, hex, (size_t)(end - hex))
                                   ? bb_sign_check(public_pem, text->data, head, der.data, der.len)
                                   : bad(shown, _("its signature is not hexadecimal"));
    bb_buf_done(&der);
    BB_TRY(err);
    *body_at = (size_t)(end + 2 - text->data);
    bb_sm3_hex(digest, text->data, head);
    if (!head_parse(out, text->data, head, body))
        return bad(shown, _("its head is not written as the format says"));
    if (!name_is_true(shown, out->node, digest))
        return bad(shown, _("its name is that of another receipt"));
    bb_sm3_hex(digest, text->data + *body_at, text->len - *body_at);
    return strcmp(digest, body) == 0 ? NULL : bad(shown, _("what follows its head was changed"));
}

const struct bb_err *bb_receipt_read(struct bb_receipt *out, struct bb_buf *body, const char *path,
                                     const char *public_pem)
{
    struct bb_buf text = {0};
    const char *slash = strrchr(path, '/');
    size_t at = 0;
    *out = (struct bb_receipt){0};
    const struct bb_err *err = bb_file_read(&text, path, BB_PACKET_UNPACKED_MAX_BYTES);
    if (!err)
        err = text_read(out, &text, slash ? slash + 1 : path, public_pem, &at);
    if (err)
        bb_receipt_done(out);
    else
        bb_buf_add(body, text.data + at, text.len - at);
    bb_buf_done(&text);
    return err;
}

void bb_receipt_done(struct bb_receipt *receipt)
{
    free(receipt->hub);
    free(receipt->node);
    free(receipt->packet);
    free(receipt->replica);
    free(receipt->status);
    free(receipt->reason);
    *receipt = (struct bb_receipt){0};
}
