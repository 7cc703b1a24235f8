/*
 * bangban-transport: the one program that knows libcurl. Copies files between a node's folders and
 * the hub's, and knows nothing of what is in them. Run by the others, never by people.
 *
 *   bangban-transport URL NODE OUTBOX INBOX CERTIFICATE KEY AUTHORITY KNOWN_HOSTS
 *
 * Every finished file of OUTBOX goes to URL/in/NODE/, every one of URL/out/NODE/ that is neither in
 * INBOX nor in INBOX/done comes into INBOX. Nothing is removed on either side: that a file went
 * through says nothing (trust.md §6: neither nginx nor sshd syncs it), only a signed receipt does.
 * https: PUT with the node's certificate, the list from nginx's autoindex as JSON. sftp: .part,
 * then rename. An upload is never resumed, always started again. Names are those of packets and
 * receipts and nothing else. One sentence on stderr; exit status as everywhere (base/err.h).
 */
#include <curl/curl.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"
#include "bangban/base/file.h"
#include "bangban/base/json.h"
#include "bangban/base/mem.h"
#include "bangban/packet/helper.h"
#include "bangban/packet/member.h"

enum {
    TRIES = 3,
    WAIT_MS = 250, /* before the second try; doubled for each further one, plus as much by chance */
    CONNECT_SECONDS = 10,
    SLOW_BYTES_PER_SECOND = 64,
    SLOW_SECONDS = 60,
    LIST_MAX_BYTES = 1 << 20,
    DIGITS = 16
};

struct line { /* to the hub */
    CURL *curl;
    const char *url, *node, *certificate, *key, *authority, *known_hosts;
    bool sftp;
    char why[CURL_ERROR_SIZE];
};

/* <node>-<16 hexadecimal digits>.zip or .receipt: no other name goes up or comes down. */
static bool name_fits(const char *name)
{
    const char *digits = strrchr(name, '-');
    if (!digits || digits == name ||
        strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") < (size_t)(digits - name))
        return false;
    const char *end = digits + 1 + strspn(digits + 1, "0123456789abcdef");
    return end - digits - 1 == DIGITS && (strcmp(end, ".zip") == 0 || strcmp(end, ".receipt") == 0);
}

/* What every request has: nothing is left to the library's defaults that the other end could use.
 */
static void prepare(struct line *line, const char *url)
{
    CURL *curl = line->curl;
    curl_easy_reset(curl);
    *line->why = '\0';
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, line->why);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,sftp");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES_PER_SECOND);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
    if (line->sftp) {
        curl_easy_setopt(curl, CURLOPT_SSH_AUTH_TYPES, (long)CURLSSH_AUTH_PUBLICKEY);
        curl_easy_setopt(curl, CURLOPT_SSH_PRIVATE_KEYFILE, line->key);
        curl_easy_setopt(curl, CURLOPT_SSH_KNOWNHOSTS, line->known_hosts);
        return;
    }
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_CAINFO, line->authority);
    curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(curl, CURLOPT_SSLCERT, line->certificate);
    curl_easy_setopt(curl, CURLOPT_SSLKEY, line->key);
}

static bool worth_another_try(CURLcode code, long answer)
{
    switch (code) {
    case CURLE_OK:
        return answer >= 500 || answer == 408 || answer == 429;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
        return true;
    default:
        return false;
    }
}

static void wait_before(int try)
{
    unsigned chance = 0;
    unsigned wait_ms = WAIT_MS << try;
    if (getrandom(&chance, sizeof chance, GRND_NONBLOCK) != sizeof chance)
        chance = (unsigned)getpid();
    usleep((wait_ms + chance % wait_ms) * 1000);
}

/* Why it failed, in the line's own words; "" when it did not. */
static const char *failure(struct line *line, CURLcode code, long answer, char *words, size_t size)
{
    if (code != CURLE_OK)
        snprintf(words, size, "%s", *line->why ? line->why : curl_easy_strerror(code));
    else if (!line->sftp && answer / 100 != 2)
        snprintf(words, size, _("the server answered %ld"), answer);
    else
        *words = '\0';
    return words;
}

static const struct bb_err *refuse(const struct line *line, const char *what, const char *why)
{
    return bb_err(BB_ERR_TRANSPORT, what, line->url, why, NULL);
}

/* ---- up ---- */

/* The folder's path at the server, from the URL of a file in it: sftp's rename wants paths. */
static char *server_path(const char *url)
{
    char *path = NULL;
    CURLU *parsed = curl_url();
    if (curl_url_set(parsed, CURLUPART_URL, url, 0) != CURLUE_OK ||
        curl_url_get(parsed, CURLUPART_PATH, &path, 0) != CURLUE_OK)
        path = NULL;
    curl_url_cleanup(parsed);
    return path;
}

static struct curl_slist *rename_after(const char *url)
{
    char *path = server_path(url);
    struct bb_buf remove = {0}, rename = {0};
    /* the same name has the same bytes: an older copy may go. `*`: no harm if there is none */
    bb_buf_printf(&remove, "*rm \"%s\"", path ? path : "");
    bb_buf_printf(&rename, "rename \"%s.part\" \"%s\"", path ? path : "", path ? path : "");
    struct curl_slist *steps = curl_slist_append(NULL, remove.data);
    steps = curl_slist_append(steps, rename.data);
    bb_buf_done(&remove);
    bb_buf_done(&rename);
    curl_free(path);
    return steps;
}

static size_t swallow(char *bytes, size_t size, size_t count, void *ctx)
{
    (void)bytes;
    (void)ctx;
    return size * count;
}

static const struct bb_err *put(struct line *line, const char *path, const char *name)
{
    struct bb_buf url = {0}, part = {0};
    struct curl_slist *steps = NULL;
    struct stat st;
    char why[CURL_ERROR_SIZE + 32];
    FILE *in = fopen(path, "re");
    if (!in || fstat(fileno(in), &st) != 0) {
        if (in)
            fclose(in);
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    }
    bb_buf_printf(&url, "%s/in/%s/%s", line->url, line->node, name);
    bb_buf_printf(&part, "%s.part", url.data);
    if (line->sftp)
        steps = rename_after(url.data);
    for (int try = 0; try < TRIES; try++) {
        long answer = 0;
        if (try)
            wait_before(try - 1);
        rewind(in);
        prepare(line, line->sftp ? part.data : url.data);
        curl_easy_setopt(line->curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(line->curl, CURLOPT_READDATA, in);
        curl_easy_setopt(line->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)st.st_size);
        curl_easy_setopt(line->curl, CURLOPT_WRITEFUNCTION, swallow);
        curl_easy_setopt(line->curl, CURLOPT_POSTQUOTE, steps);
        CURLcode code = curl_easy_perform(line->curl);
        curl_easy_getinfo(line->curl, CURLINFO_RESPONSE_CODE, &answer);
        failure(line, code, answer, why, sizeof why);
        if (!worth_another_try(code, answer))
            break;
    }
    curl_slist_free_all(steps);
    bb_buf_done(&url);
    bb_buf_done(&part);
    fclose(in);
    return *why ? refuse(line, name, why) : NULL;
}

static int fitting(const struct dirent *entry)
{
    return name_fits(entry->d_name);
}

static const struct bb_err *push(struct line *line, const char *outbox)
{
    struct dirent **names = NULL;
    const struct bb_err *err = NULL;
    int count = scandir(outbox, &names, fitting, alphasort);
    if (count < 0)
        return bb_err(BB_ERR_FILE_OPEN, outbox, strerror(errno), NULL);
    for (int i = 0; i < count; i++) {
        char *path = bb_path_join(outbox, names[i]->d_name);
        if (!err)
            err = put(line, path, names[i]->d_name);
        free(path);
        free(names[i]);
    }
    free(names);
    return err;
}

/* ---- down ---- */

struct catch
{ /* what a download is written to, with its limit */
    FILE *file;
    struct bb_buf *text;
    size_t bytes, most;
};

static size_t caught(char *bytes, size_t size, size_t count, void *ctx)
{
    struct catch *catch = ctx;
    size_t len = size * count;
    catch->bytes += len;
    if (catch->bytes > catch->most)
        return CURL_WRITEFUNC_ERROR;
    if (catch->file)
        return fwrite(bytes, 1, len, catch->file);
    bb_buf_add(catch->text, bytes, len);
    return len;
}

/* *absent: the server says that there is no such thing. */
static const struct bb_err *get(struct line *line, const char *name, bool list, struct catch *catch,
                                bool *absent)
{
    struct bb_buf url = {0};
    char why[CURL_ERROR_SIZE + 32];
    bb_buf_printf(&url, "%s/out/%s/%s", line->url, line->node, name);
    for (int try = 0; try < TRIES; try++) {
        long answer = 0;
        if (try)
            wait_before(try - 1);
        catch->bytes = 0;
        if (catch->file && (fflush(catch->file) != 0 || ftruncate(fileno(catch->file), 0) != 0))
            break; /* why still says what failed; ending the file reports the disk */
        if (catch->file)
            rewind(catch->file);
        if (catch->text)
            bb_buf_clear(catch->text);
        prepare(line, url.data);
        curl_easy_setopt(line->curl, CURLOPT_DIRLISTONLY, (long)(list && line->sftp));
        curl_easy_setopt(line->curl, CURLOPT_WRITEFUNCTION, caught);
        curl_easy_setopt(line->curl, CURLOPT_WRITEDATA, catch);
        CURLcode code = curl_easy_perform(line->curl);
        curl_easy_getinfo(line->curl, CURLINFO_RESPONSE_CODE, &answer);
        failure(line, code, answer, why, sizeof why);
        *absent = code == CURLE_REMOTE_FILE_NOT_FOUND || (code == CURLE_OK && answer == 404);
        if (!worth_another_try(code, answer))
            break;
    }
    bb_buf_done(&url);
    return *why && !*absent ? refuse(line, list ? _("the list of receipts") : name, why) : NULL;
}

static const struct bb_err *fetch(struct line *line, const char *inbox, const char *name)
{
    struct bb_file file;
    bool absent = false;
    char *path = bb_path_join(inbox, name);
    const struct bb_err *err = bb_file_begin(&file, path, 0600);
    if (!err) {
        struct catch catch = {.file = file.stream, .most = BB_PACKET_UNPACKED_MAX_BYTES};
        err = get(line, name, false, &catch, &absent);
        if (err || absent) /* gone between list and request: next time */
            bb_file_drop(&file);
        else
            err = bb_file_end(&file);
    }
    free(path);
    return err;
}

static bool is_here(const char *inbox, const char *name)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s/%s", inbox, name);
    bool here = bb_file_exists(path.data);
    bb_buf_clear(&path);
    bb_buf_printf(&path, "%s/done/%s", inbox, name);
    here = here || bb_file_exists(path.data);
    bb_buf_done(&path);
    return here;
}

static const struct bb_err *fetch_new(struct line *line, const char *inbox, const char *name)
{
    return name && name_fits(name) && !is_here(inbox, name) ? fetch(line, inbox, name) : NULL;
}

/* sftp lists a name a line, nginx an array of objects with "name". */
static const struct bb_err *fetch_listed(struct line *line, const char *inbox, char *list)
{
    const struct bb_err *err = NULL;
    struct bb_json_doc *doc = NULL;
    if (line->sftp) {
        char *rest = list;
        for (char *name; !err && (name = strsep(&rest, "\r\n"));)
            err = fetch_new(line, inbox, name);
        return err;
    }
    if (bb_json_parse(&doc, list, strlen(list)))
        return refuse(line, _("the list of receipts"),
                      _("it is not the JSON of nginx's autoindex_format"));
    for (const struct bb_json *row = bb_json_root(doc)->child; row && !err; row = row->next)
        err = fetch_new(line, inbox, bb_json_text(row, "name"));
    bb_json_free(doc);
    return err;
}

static const struct bb_err *pull(struct line *line, const char *inbox)
{
    struct bb_buf text = {0};
    struct catch catch = {.text = &text, .most = LIST_MAX_BYTES};
    bool absent = false;
    const struct bb_err *err = get(line, "", true, &catch, &absent);
    if (!err && !absent && text.len)
        err = fetch_listed(line, inbox, text.data);
    bb_buf_done(&text);
    return err;
}

int main(int argc, char **argv)
{
    const struct bb_err *err;
    bb_helper_begin();
    if (argc != 9) {
        err = bb_err(BB_ERR_USAGE,
                     "bangban-transport URL NODE OUTBOX INBOX CERTIFICATE KEY "
                     "AUTHORITY KNOWN_HOSTS",
                     "sync", NULL);
        return bb_helper_end(err);
    }
    struct line line = {.url = argv[1],
                        .node = argv[2],
                        .certificate = argv[5],
                        .key = argv[6],
                        .authority = argv[7],
                        .known_hosts = argv[8],
                        .sftp = strncmp(argv[1], "sftp://", 7) == 0};
    curl_global_init(CURL_GLOBAL_DEFAULT);
    line.curl = curl_easy_init();
    err = line.curl ? push(&line, argv[3]) : refuse(&line, "libcurl", _("it does not start"));
    if (!err)
        err = pull(&line, argv[4]);
    if (line.curl)
        curl_easy_cleanup(line.curl);
    curl_global_cleanup();
    return bb_helper_end(err);
}
