/* Secrets on their way in: from a private file, a descriptor or the terminal. Never from argv or
 * the environment, which other programs can read. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "bangban/base/text.h"
#include "bangban/cli/cli.h"

static const struct bb_err *file_open(const char *path, FILE **out)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);
    if (fd < 0)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
        (st.st_mode & (S_IRWXG | S_IRWXO))) {
        close(fd);
        return bb_err(BB_ERR_KEY_OPEN, path, NULL);
    }
    *out = fdopen(fd, "r");
    return NULL;
}

static const struct bb_err *source_open(struct bb_cli *cli, const char **name)
{
    const char *path = cli->option[BB_OPTION_SECRET_FILE];
    int64_t fd;
    *name = path ? path : cli->option[BB_OPTION_SECRET_FD];
    if (cli->secrets || !*name)
        return NULL;
    if (path)
        return file_open(path, &cli->secrets);
    BB_TRY(bb_cli_number(cli, BB_OPTION_SECRET_FD, 0, 1023, 0, &fd));
    cli->secrets = fdopen((int)fd, "r");
    return cli->secrets ? NULL : bb_err(BB_ERR_NO_DESCRIPTOR, *name, strerror(errno), NULL);
}

/* One line without its end; it must fit whole. */
static bool line_read(FILE *in, char out[BB_SECRET_BYTES])
{
    if (!fgets(out, BB_SECRET_BYTES, in))
        return false;
    size_t len = strcspn(out, "\r\n");
    bool whole = out[len] || feof(in);
    out[len] = '\0';
    return whole && len > 0;
}

/* The terminal does not show what is typed; a signal that would end the program here waits until it
 * shows again. */
static bool terminal_ask(FILE *terminal, const char *prompt, char out[BB_SECRET_BYTES])
{
    struct termios shown, quiet;
    sigset_t enders, before;
    int fd = fileno(terminal);
    if (tcgetattr(fd, &shown) != 0)
        return false;
    quiet = shown;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    sigemptyset(&enders);
    sigaddset(&enders, SIGTERM);
    sigaddset(&enders, SIGHUP);
    sigaddset(&enders, SIGTSTP);
    sigprocmask(SIG_BLOCK, &enders, &before);
    tcsetattr(fd, TCSAFLUSH, &quiet);
    fputs(prompt, terminal);
    fflush(terminal);
    bool good = line_read(terminal, out) && !strchr(out, '\003'); /* Ctrl-C */
    tcsetattr(fd, TCSAFLUSH, &shown);
    sigprocmask(SIG_SETMASK, &before, NULL);
    fputc('\n', terminal);
    return good;
}

static const struct bb_err *ask(const char *who, const char *prompt, bool is_new,
                                char out[BB_SECRET_BYTES])
{
    char again[BB_SECRET_BYTES] = "";
    FILE *terminal = fopen("/dev/tty", "r+e");
    if (!terminal)
        return bb_err(BB_ERR_NO_SECRET, who, NULL);
    setvbuf(terminal, NULL, _IONBF, 0);
    const struct bb_err *err =
        terminal_ask(terminal, prompt, out) ? NULL : bb_err(BB_ERR_CANCELLED, NULL);
    if (!err && is_new) {
        if (!terminal_ask(terminal, _("The same once more: "), again))
            err = bb_err(BB_ERR_CANCELLED, NULL);
        else if (strcmp(again, out) != 0)
            err = bb_err(BB_ERR_SECRET_TWICE, NULL);
    }
    bb_app_wipe(again, sizeof again);
    fclose(terminal);
    return err;
}

const struct bb_err *bb_cli_secret(struct bb_cli *cli, const char *who, const char *prompt,
                                   bool is_new, char out[BB_SECRET_BYTES])
{
    const char *name;
    size_t at;
    BB_TRY(source_open(cli, &name));
    if (!cli->secrets)
        BB_TRY(ask(who, prompt, is_new, out));
    else if (!line_read(cli->secrets, out))
        return bb_err(BB_ERR_NO_DESCRIPTOR, name, _("no such line"), NULL);
    return bb_text_is_utf8(out, strlen(out), &at)
               ? NULL
               : bb_err(BB_ERR_BAD_UTF8, _("The secret"), "0", NULL);
}
