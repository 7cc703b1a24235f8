/*
 * bangban-postgres: the one program that knows libpq. Sends statements to a PostgreSQL database and
 * brings the answers back; knows nothing of what they mean. Run by hub/line.c, never by people.
 *
 *   bangban-postgres URL
 *
 * Frames in both directions on descriptors 0 and 1: a letter, the length in four bytes of this
 * machine's order, the bytes.
 *   Q  a statement and its parameters, each ended by NUL → one R or E
 *   S  a script of several statements without parameters → one R or E
 *   C  a COPY … FROM STDIN, NUL, the rows                → one R or E
 *   O  a COPY … TO STDOUT                                → any number of D with rows, then R or E
 *   R  rows that were changed (eight bytes), columns (four bytes), then the values: length in four
 *      bytes, -1 for NULL, the bytes, NUL
 *   E  SQLSTATE, NUL, the sentence, NUL
 * The first frame goes out unasked: R when the connection stands. Ends with its input.
 */
#include <errno.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/buf.h"
#include "bangban/base/i18n.h"
#include "bangban/packet/helper.h"

enum { PARAMS_MAX = 16, FRAME_MAX_BYTES = 1 << 30 };

static bool read_all(void *bytes, size_t len)
{
    char *at = bytes;
    while (len) {
        ssize_t got = read(0, at, len);
        if (got <= 0 && !(got < 0 && errno == EINTR))
            return false;
        if (got > 0) {
            at += got;
            len -= (size_t)got;
        }
    }
    return true;
}

static bool write_all(const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len) {
        ssize_t put = write(1, at, len);
        if (put <= 0 && !(put < 0 && errno == EINTR))
            return false;
        if (put > 0) {
            at += put;
            len -= (size_t)put;
        }
    }
    return true;
}

static bool frame(char letter, const void *bytes, size_t len)
{
    uint32_t length = (uint32_t)len;
    return len <= FRAME_MAX_BYTES && write_all(&letter, 1) && write_all(&length, sizeof length) &&
           write_all(bytes, len);
}

static bool refuse(const char *state, const char *sentence)
{
    struct bb_buf out = {0};
    bb_buf_add(&out, state, strlen(state) + 1);
    size_t len = strlen(sentence);
    while (len && sentence[len - 1] == '\n')
        len--;
    bb_buf_add(&out, sentence, len);
    bb_buf_add(&out, "", 1);
    for (char *c = out.data; c < out.data + out.len; c++)
        if (*c == '\n')
            *c = ' ';
    bool sent = frame('E', out.data, out.len);
    bb_buf_done(&out);
    return sent;
}

/* The outcome of a statement; clears it. */
static bool answer(PGconn *pg, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    struct bb_buf out = {0};
    bool sent;
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        int64_t changed = atoll(PQcmdTuples(result));
        int32_t columns = PQnfields(result);
        bb_buf_add(&out, &changed, sizeof changed);
        bb_buf_add(&out, &columns, sizeof columns);
        for (int row = 0; row < PQntuples(result); row++)
            for (int column = 0; column < columns; column++) {
                int32_t len =
                    PQgetisnull(result, row, column) ? -1 : PQgetlength(result, row, column);
                bb_buf_add(&out, &len, sizeof len);
                if (len >= 0)
                    bb_buf_add(&out, PQgetvalue(result, row, column), (size_t)len + 1);
            }
        sent = frame('R', out.data, out.len);
    } else {
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        const char *sentence = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        sent = refuse(state ? state : "08006", sentence ? sentence : PQerrorMessage(pg));
    }
    bb_buf_done(&out);
    PQclear(result);
    return sent;
}

static bool statement(PGconn *pg, const char *bytes, size_t len)
{
    const char *params[PARAMS_MAX];
    int count = 0;
    for (const char *at = bytes + strlen(bytes) + 1; at < bytes + len && count < PARAMS_MAX;
         at += strlen(at) + 1)
        params[count++] = at;
    return answer(pg, PQexecParams(pg, bytes, count, NULL, params, NULL, NULL, 0));
}

static bool copy_in(PGconn *pg, const char *bytes, size_t len)
{
    size_t head = strlen(bytes) + 1;
    PGresult *result = PQexec(pg, bytes);
    if (PQresultStatus(result) != PGRES_COPY_IN)
        return answer(pg, result);
    PQclear(result);
    if (len > head)
        PQputCopyData(pg, bytes + head, (int)(len - head));
    PQputCopyEnd(pg, NULL);
    bool sent = answer(pg, PQgetResult(pg));
    while ((result = PQgetResult(pg)))
        PQclear(result);
    return sent;
}

static bool copy_out(PGconn *pg, const char *bytes)
{
    char *row;
    int len;
    bool sent = true;
    PGresult *result = PQexec(pg, bytes);
    if (PQresultStatus(result) != PGRES_COPY_OUT)
        return answer(pg, result);
    PQclear(result);
    while ((len = PQgetCopyData(pg, &row, 0)) > 0) {
        sent = sent && frame('D', row, (size_t)len);
        PQfreemem(row);
    }
    sent = answer(pg, PQgetResult(pg)) && sent;
    while ((result = PQgetResult(pg)))
        PQclear(result);
    return sent;
}

static bool serve(PGconn *pg, char letter, const char *bytes, size_t len)
{
    switch (letter) {
    case 'Q':
        return statement(pg, bytes, len);
    case 'S':
        return answer(pg, PQexec(pg, bytes));
    case 'C':
        return copy_in(pg, bytes, len);
    default:
        return copy_out(pg, bytes);
    }
}

/* A password on a command line can be read by everybody on the machine. */
static bool url_is_fit(const char *url)
{
    char *why = NULL;
    bool fit = true;
    PQconninfoOption *options = PQconninfoParse(url, &why);
    if (!options) {
        refuse("usage", why ? why : url);
        PQfreemem(why);
        return false;
    }
    for (PQconninfoOption *option = options; option->keyword; option++)
        fit = fit && !(strcmp(option->keyword, "password") == 0 && option->val);
    PQconninfoFree(options);
    if (!fit)
        refuse("usage", _("a password does not belong there; put it into ~/.pgpass"));
    return fit;
}

static void ignore_notice(void *ctx, const char *message)
{
    (void)ctx;
    (void)message;
}

int main(int argc, char **argv)
{
    bb_helper_begin();
    if (argc != 2 || !url_is_fit(argv[1]))
        return BB_EXIT_USAGE;
    PGconn *pg = PQconnectdb(argv[1]);
    char letter;
    uint32_t len;
    bool open = PQstatus(pg) == CONNECTION_OK && PQsetClientEncoding(pg, "UTF8") == 0;
    if (!open)
        refuse("08001", PQerrorMessage(pg));
    else
        PQsetNoticeProcessor(pg, ignore_notice, NULL);
    open = open && answer(pg, PQexec(pg, "SET application_name = 'bangban'"));
    while (open && read_all(&letter, 1) && read_all(&len, sizeof len) && len <= FRAME_MAX_BYTES) {
        char *room = malloc((size_t)len + 1);
        open = room && read_all(room, len);
        if (open) {
            room[len] = '\0';
            open = serve(pg, letter, room, len);
        }
        free(room);
    }
    PQfinish(pg);
    return BB_EXIT_DONE;
}
