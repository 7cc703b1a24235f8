#!/bin/sh
# Plays every tests/cli/<case>.sh in an empty folder and compares what it prints with tests/cli/<case>.out.
# B is the build folder. `run.sh --bless [case…]` writes the expected output anew; a review sees the difference.
set -u
here=$(cd "$(dirname "$0")" && pwd)
: "${B:?name the build folder: B=build/release sh tests/cli/run.sh}"
PROGRAM=$(cd "$B" && pwd)/bin/bangban
TOP=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
LC_ALL=C.UTF-8
export PROGRAM TOP LC_ALL
unset XDG_CONFIG_HOME LANGUAGE
bless=
[ "${1-}" = --bless ] && bless=1 && shift
[ $# -gt 0 ] || set -- "$here"/*.sh

play() { # name: in a folder of its own, which is also the home
    mkdir -m 700 "$work/$1"
    (cd "$work/$1" && HOME=$PWD sh -c ". '$here/lib.sh'; . '$here/$1.sh'") >"$work/$1.out" 2>&1
}

names=
for script in "$@"; do
    name=$(basename "$script" .sh)
    case $name in run | lib) continue ;; esac
    names="$names $name"
    play "$name" & # side by side: one of them only waits
done
wait
passed=0
failed=0
for name in $names; do
    [ -z "$bless" ] || cp "$work/$name.out" "$here/$name.out"
    if diff -u "$here/$name.out" "$work/$name.out" >"$work/diff" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "cli/$name.sh: the output differs (- expected, + got)"
        cat "$work/diff"
    fi
done
echo "cli: $passed passed, $failed failed"
[ "$failed" = 0 ]
