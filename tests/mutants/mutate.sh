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
rm -rf "$here/build/mutants/kept" && mkdir -p "$here/build/mutants/kept"
# of the simulation's nights as many as find out what each guard is for
BB_SIM_WINDOWS=10 BB_SIM_NIGHTS=30
export BB_SIM_WINDOWS BB_SIM_NIGHTS

built() { # its suite, and the helpers that packets need; a guard taken out may leave something unused
    make -s CI= "build/release/tests/$1" build >"$log" 2>&1
}

changed= # what has its guard taken out just now: a run that is stopped puts it back
put_back() {
    for one in $changed; do cp "$here/build/mutants/kept/$one" "$one"; done
    changed=
}
trap 'put_back; exit 1' INT TERM HUP

printf '%-46s %-18s %s\n' guard suite result
chosen=$(for word in "${@:-}"; do grep -v '^#' tests/mutants/mutants.tsv | grep -F -e "$word"; done | sort -u)
while IFS=$tab read -r guard program suite file edit; do
    [ -n "$guard" ] || continue
    changed=$(echo "$file" | tr , ' ')
    applies=no
    for one in $changed; do
        cp --parents "$one" "$here/build/mutants/kept"
        sed -i -e "$edit" "$one"
        cmp -s "$one" "$here/build/mutants/kept/$one" || applies=yes
    done
    if [ $applies = no ]; then
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
