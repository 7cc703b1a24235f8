# The disk takes no more: one sentence, status 4, nothing changed, nothing left behind.
bangban init >/dev/null
mkdir out
GCOV_ERROR_FILE=/dev/null # a coverage build's own files do not fit either; that is not the program's word
export GCOV_ERROR_FILE
scarce() { # with no file longer than $1 blocks of 512 bytes
    (
        trap '' XFSZ
        ulimit -f "$1"
        shift
        bangban "$@"
    )
}
t scarce 1 session add --at '2026-03-02 09:00'
t scarce 1 export --out out
t scarce 1 backup copy.db
ls out
ls copy.db* 2>/dev/null
bangban check --format json >checked
one checked "value->>'sessions'"
t bangban session add --at '2026-03-02 09:00'
use new.db
t scarce 100 init
find . -name "new*" | sort
t bangban init
