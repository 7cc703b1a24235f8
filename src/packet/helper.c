/* Runs one helper and brings back its one sentence. Knows nothing of what helpers do. */
#include "bangban/packet/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/base/buf.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"

enum { SENTENCE_MAX_BYTES = 2048, ARGS_MAX = 64, ENV_MAX = 8 };

static const char *folder_override;

void bb_helper_folder_set(const char *folder)
{
    folder_override = folder;
}

static struct {
    const char *name;
    bb_helper_body *run;
} body;

void bb_helper_body_set(const char *name, bb_helper_body *run)
{
    body.name = name;
    body.run = run;
}

static char *path_of(const char *name)
{
    struct bb_buf path = {0};
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    self[len > 0 ? len : 0] = '\0';
    char *slash = strrchr(self, '/');
    if (slash)
        *slash = '\0';
    if (folder_override)
        bb_buf_printf(&path, "%s/bangban-%s", folder_override, name);
    else
        bb_buf_printf(&path, "%s/../libexec/bangban/bangban-%s", self, name);
    return bb_buf_take(&path);
}

/* Only the words that choose the language of its sentence go along. */
static void make_environment(char *out[ENV_MAX])
{
    static const char *const keep[] = {
        "LANG=", "LANGUAGE=", "LC_ALL=", "LC_MESSAGES=", "LC_CTYPE="};
    size_t count = 0;
    for (size_t i = 0; i < sizeof keep / sizeof *keep; i++)
        for (char **entry = environ; *entry; entry++)
            if (strncmp(*entry, keep[i], strlen(keep[i])) == 0 && count < ENV_MAX - 1)
                out[count++] = *entry;
    out[count] = NULL;
}

/* Starts it with these descriptors (-1: nothing), everything else closed. Returns an errno. */
static int start(pid_t *out, const char *path, char *const argv[], const int fds[3])
{
    char *env[ENV_MAX];
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    sigset_t none, all;
    make_environment(env);
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 3; i++)
        if (fds[i] < 0)
            posix_spawn_file_actions_addopen(&actions, i, "/dev/null", O_RDWR, 0);
        else
            posix_spawn_file_actions_adddup2(&actions, fds[i], i);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all); /* what the screen ignores must end a helper */
    int fault = posix_spawn(out, path, &actions, &attr, argv, env);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
    return fault;
}

static const struct bb_err *said(int exit_status, const char *sentence)
{
    return bb_err(exit_status == BB_EXIT_INPUT ? BB_ERR_HELPER_INPUT : BB_ERR_HELPER, sentence,
                  NULL);
}

static const struct bb_err *outcome(const char *path, int status, const char *sentence)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == BB_EXIT_DONE)
        return NULL;
    if (WIFSIGNALED(status))
        return bb_err(BB_ERR_HELPER_GONE, path, strsignal(WTERMSIG(status)), NULL);
    if (WEXITSTATUS(status) == 127 || !*sentence)
        return bb_err(BB_ERR_HELPER_GONE, path, _("it ended without a word"), NULL);
    return said(WEXITSTATUS(status), sentence);
}

struct bb_helper_job {
    char *path;
    struct bb_buf sentence;
    pid_t pid;
    int fd; /* its stderr */
};

static void helper_free(struct bb_helper_job *helper)
{
    close(helper->fd);
    free(helper->path);
    bb_buf_done(&helper->sentence);
    free(helper);
}

const struct bb_err *bb_helper_job_start(struct bb_helper_job **out, const char *name,
                                         const char *const *args)
{
    struct bb_helper_job *helper = bb_alloc(sizeof *helper);
    char *argv[ARGS_MAX] = {helper->path = path_of(name)};
    int pipe_fds[2] = {-1, -1};
    for (int i = 0; i < ARGS_MAX - 2 && args[i]; i++)
        argv[i + 1] = (char *)(size_t)args[i]; /* posix_spawn() only reads them */
    int fault = pipe2(pipe_fds, O_CLOEXEC) == 0 ? 0 : errno;
    if (!fault) {
        fault = start(&helper->pid, helper->path, argv, (const int[]){-1, -1, pipe_fds[1]});
        close(pipe_fds[1]);
    }
    helper->fd = pipe_fds[0];
    *out = fault ? NULL : helper;
    if (!fault)
        return NULL;
    const struct bb_err *err = bb_err(BB_ERR_HELPER_GONE, helper->path, strerror(fault), NULL);
    helper_free(helper);
    return err;
}

static int reap(const struct bb_helper_job *helper)
{
    int status = 0;
    while (waitpid(helper->pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

/* Reads to the end of its stderr, so that it never blocks; keeps the beginning. */
const struct bb_err *bb_helper_job_wait(struct bb_helper_job *helper, int wait_ms, bool *ended)
{
    char chunk[512];
    struct pollfd ready = {helper->fd, POLLIN, 0};
    struct bb_buf *sentence = &helper->sentence;
    ssize_t got = 1;
    *ended = false;
    while (got != 0) {
        int count = poll(&ready, 1, wait_ms);
        if (count == 0 || (count < 0 && wait_ms >= 0))
            return NULL;
        got = count < 0 ? -1 : read(helper->fd, chunk, sizeof chunk);
        if (got > 0 && sentence->len < SENTENCE_MAX_BYTES)
            bb_buf_add(sentence, chunk, (size_t)got);
    }
    while (sentence->len && sentence->data[sentence->len - 1] == '\n')
        sentence->data[--sentence->len] = '\0';
    *ended = true;
    const struct bb_err *err = outcome(helper->path, reap(helper), bb_buf_text(sentence));
    helper_free(helper);
    return err;
}

void bb_helper_job_stop(struct bb_helper_job *helper)
{
    if (!helper)
        return;
    kill(helper->pid, SIGKILL);
    reap(helper);
    helper_free(helper);
}

const struct bb_err *bb_helper_run(const char *name, const char *const *args)
{
    struct bb_helper_job *helper;
    bool ended;
    if (body.run && strcmp(name, body.name) == 0) {
        const struct bb_err *err = body.run(args);
        return err ? said((int)bb_err_exit(err), err->text) : NULL;
    }
    BB_TRY(bb_helper_job_start(&helper, name, args));
    return bb_helper_job_wait(helper, -1, &ended);
}

const struct bb_err *bb_helper_start(struct bb_helper *out, const char *name, const char *arg)
{
    int fds[2] = {-1, -1};
    out->path = path_of(name);
    char *argv[] = {out->path, (char *)(size_t)arg, NULL};
    int fault = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0 ? 0 : errno;
    if (!fault) {
        fault = start(&out->pid, out->path, argv, (const int[]){fds[1], fds[1], -1});
        close(fds[1]);
    }
    if (!fault) {
        out->fd = fds[0];
        return NULL;
    }
    if (fds[0] >= 0)
        close(fds[0]);
    const struct bb_err *err = bb_err(BB_ERR_HELPER_GONE, out->path, strerror(fault), NULL);
    free(out->path);
    *out = (struct bb_helper){.fd = -1};
    return err;
}

void bb_helper_stop(struct bb_helper *helper)
{
    if (!helper->path)
        return;
    close(helper->fd); /* it reads the end of its input, and ends */
    while (waitpid(helper->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    free(helper->path);
    *helper = (struct bb_helper){.fd = -1};
}
