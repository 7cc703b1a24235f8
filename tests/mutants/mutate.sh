#!/bin/sh
# Tests of the tests: every guard of mutants.tsv is taken out of a copy of the sources in turn; the suite that stands for
# it must fail. Prints a table. usage: mutate.sh [WORD…] (guards with one of the words in their line; none: all)
set -u
cd "$(dirname "$0")/../.." || exit 1
here=$PWD
copy=$here/build/mutants/tree
mkdir -p "$copy"
git ls-files -z | xargs -0 cp -u --parents -t "$copy" || exit 1
cd "$copy" || exit 1
log=$here/build/mutants/log
tab=$(printf '\t')
caught=0
missed=0

built() { # its suite, and the helpers that packets need; a guard taken out may leave something unused
    make -s CI= "build/release/tests/$1" build >"$log" 2>&1
}

changed= # what has its guard taken out just now: a run that is stopped puts it back
put_back() {
    [ -z "$changed" ] || cp "$here/build/mutants/kept" "$changed"
    changed=
}
trap 'put_back; exit 1' INT TERM HUP

printf '%-46s %-18s %s\n' guard suite result
chosen=$(for word in "${@:-}"; do grep -v '^#' tests/mutants/mutants.tsv | grep -F -e "$word"; done | sort -u)
while IFS=$tab read -r guard program suite file edit; do
    [ -n "$guard" ] || continue
    cp "$file" "$here/build/mutants/kept"
    changed=$file
    sed -i -e "$edit" "$file"
    if cmp -s "$file" "$here/build/mutants/kept"; then
        result='DOES NOT APPLY'
    elif ! built "$program"; then
        result='DOES NOT BUILD'
    elif CK_RUN_SUITE=$suite "build/release/tests/$program" >"$log" 2>&1; then
        result=SURVIVES
    else
        result="caught by $(grep -cE ':[FE]:' "$log") case(s)"
    fi
    case $result in caught*) caught=$((caught + 1)) ;; *) missed=$((missed + 1)) ;; esac
    printf '%-46s %-18s %s\n' "$guard" "$program/$suite" "$result"
    put_back
done <<END
$chosen
END
echo "mutants: $caught caught, $missed not"
[ "$missed" = 0 ]
