/* What a process gives up at once, for itself and whatever it starts. */
#include "bangban/base/process.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Names that end in '*' are beginnings. */
static const char *const kept[] = {"HOME=",     "LANG=", "LANGUAGE=",       "LC_*",
                                   "NO_COLOR=", "PATH=", "TERM=",           "TMPDIR=",
                                   "TZ=",       "USER=", "XDG_CONFIG_HOME="};

static bool is_kept(const char *entry)
{
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        size_t len = strlen(kept[i]) - (kept[i][strlen(kept[i]) - 1] == '*');
        if (strncmp(entry, kept[i], len) == 0)
            return true;
    }
    return false;
}

static void environment_thin(void)
{
    char **out = environ;
    for (char **at = environ; *at; at++)
        if (is_kept(*at))
            *out++ = *at;
    *out = NULL;
}

void bb_process_harden(void)
{
    const struct rlimit none = {0, 0};
    umask(077);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (environ)
        environment_thin();
}

#if defined __x86_64__
enum { MACHINE = (int)AUDIT_ARCH_X86_64 };
#elif defined __aarch64__
enum { MACHINE = (int)AUDIT_ARCH_AARCH64 };
#else
enum { MACHINE = 0 };
#endif

void bb_process_no_exec(void)
{
#define DENY BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)MACHINE, 1, 0),
        DENY, /* calls of another machine have other numbers */
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_execve, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_execveat, 0, 1),
        DENY,
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
#undef DENY
    struct sock_fprog filter = {sizeof rules / sizeof *rules, rules};
    if (MACHINE)
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}
