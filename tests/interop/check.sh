#!/bin/sh
# Packets in strangers' hands: makes COUNT of them, reads each with the npm package `datapackage`, by the rules of
# version 2, with openssl and sha256sum; then changes one byte of one member of each, which all must refuse.
# B: the build folder; INTEROP: where the npm packages are.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${B:?name the build folder}" "${INTEROP:?name the folder of the npm packages}"
COUNT=${COUNT:-200}
EACH=10 # packets of one installation
B=$(cd "$B" && pwd)
INTEROP=$(cd "$INTEROP" && pwd)
export INTEROP LC_ALL=C.UTF-8
recipe=$here/../packet/recipe.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

run() {
    "$B/bin/bangban" --lang en --db "$work/$set.db" "$@"
}
refuse() { # words, command …: the command must fail
    what=$1
    shift
    if "$@" >/dev/null 2>&1; then
        echo "interop: $what was accepted" >&2
        exit 1
    fi
}
notes='帮她打印了社保清单,并核对
he said "thank you"
=HYPERLINK("x")
	tab first
第一行
第二行；'

number=0
while [ $number -lt "$COUNT" ]; do
    number=$((number + 1))
    set=$(((number - 1) / EACH))
    [ -e "$work/$set.db" ] || run init >/dev/null
    note=$(printf '%s' "$notes" | tail -n +$((number % 5 + 1)))
    case $((number % EACH)) in # tables beside the counter
        1) run phone add number=021-6$number unit=310116G03 valid_from=2026-01-01 ;;
        3) run phone count number=021-6$((number - 2)) month=2026-02 offered=$number answered=1 solved=1 ;;
    esac >/dev/null
    case $((number % 3)) in
        0) run session add item=P001 note="$note" client_name=王小明 client_id=11010519491231002X quantity=$number --at "2026-03-02 09:00" ;;
        1) run session add no_item=general outcome=unsolved category=materials note="$note" --at "2026-03-0$((number % 6 + 1)) 10:00" ;;
        2) run issue add description="$note" point=hard_point item=P001 --at "2026-03-0$((number % 6 + 1)) 14:00" ;;
    esac >/dev/null
    mkdir "$work/out" "$work/$number"
    run export --out "$work/out" >/dev/null
    mv "$work"/out/*.zip "$work/$number.zip"
    rmdir "$work/out"
    unzip -q "$work/$number.zip" -d "$work/$number"
    sh "$recipe" "$work/$number.zip" "$work/$set.db.d/sign.pub" >/dev/null
done
echo "$COUNT packets accepted by openssl and sha256sum"
seq "$COUNT" | sed "s#^#$work/#" | xargs node "$here/read.js"

# The readers can say no: a type that does not exist, a value that is not of its type.
cp -r "$work/1" "$work/type" && sed -i 's/"type":"datetime"/"type":"moment"/' "$work/type/datapackage.json"
refuse "an unknown type" node "$here/read.js" "$work/type"
cp -r "$work/1" "$work/value" && sed -i '2s/,staff,/,stafF,/' "$work/value/sessions.csv"
refuse "a value outside its list" node "$here/read.js" "$work/value"

# One byte: bit 0 of byte (number × 7919 mod length) of the member whose turn it is.
number=0
while [ $number -lt "$COUNT" ]; do
    number=$((number + 1))
    set=$(((number - 1) / EACH))
    member=$(find "$work/$number" -type f -size +0 | sort | sed -n "$((number % $(find "$work/$number" -type f -size +0 | wc -l) + 1))p")
    length=$(wc -c <"$member")
    at=$((number * 7919 % length))
    byte=$(od -An -tu1 -j "$at" -N 1 "$member" | tr -d ' ')
    # shellcheck disable=SC2059 # the byte is the format
    printf "\\$(printf %03o $((byte ^ 1)))" | dd of="$member" bs=1 seek="$at" conv=notrunc 2>/dev/null
    rm "$work/$number.zip"
    find "$work/$number" -type f -printf '%f\n' | sort | xargs "$B/libexec/bangban/bangban-zip" write "$work/$number.zip" "$work/$number"
    refuse "$number: ${member##*/} with byte $at changed (recipe)" sh "$recipe" "$work/$number.zip" "$work/$set.db.d/sign.pub"
    refuse "$number: ${member##*/} with byte $at changed (bangban verify)" run verify "$work/$number.zip"
done
echo "$COUNT packets with one byte changed refused by openssl or sha256sum, and by bangban verify"
