#!/bin/sh
# Runs every suite that was built under $B and adds up their last lines. No suite is skipped: one that prints no
# counted line counts as a failure.
set -u
: "${B:?name the build folder: B=build/release sh tests/run.sh}"
# What tests write is thrown away: in memory it costs no waiting for a disk.
if [ -z "${TMPDIR-}" ] && [ -w /dev/shm ]; then
    TMPDIR=/dev/shm
    export TMPDIR
fi
passed=0
failed=0

count() { # name, command …
    name=$1
    shift
    output=$("$@" 2>&1)
    line=$(printf '%s\n' "$output" | grep -E '^([a-z-]+: )?[0-9]+ passed, [0-9]+ failed$' | tail -n 1)
    if [ -z "$line" ]; then
        printf '%s\n%s: no counted line\n' "$output" "$name"
        failed=$((failed + 1))
        return
    fi
    numbers=${line#*: }
    ok=${numbers%% passed*}
    bad=${numbers#*, }
    bad=${bad%% failed}
    [ "$bad" = 0 ] || printf '%s\n' "$output"
    [ "$bad" != 0 ] || printf '%s\n' "$line"
    passed=$((passed + ok))
    failed=$((failed + bad))
}

for program in "$B"/tests/*; do
    [ -x "$program" ] && [ -f "$program" ] && count "${program##*/}" "$program"
done
for script in tests/*/run.sh; do
    count "$script" sh "$script"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
