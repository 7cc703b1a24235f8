#!/bin/sh
# Writes the generated parts of manual pages and completion anew. Usage: renew.sh PROGRAM [FOLDER]
# FOLDER: the top of the tree whose man/ and data/completion/ are renewed; this one when not given.
set -eu
program=$1
top=${2:-$(dirname "$0")/..}

renew() { # page part
    new=$(mktemp)
    awk -v command="$program --lang en help --part $2" -v part="$2" '
        /^\.\\" generated:/ && $3 == part { print; while ((command | getline line) > 0) print line; skip = 1; next }
        /^\.\\" end/ { skip = 0 }
        !skip' "$1" >"$new"
    cat "$new" >"$1"
    rm "$new"
}

renew "$top/man/bangban.1" commands
renew "$top/man/bangban.1" keys
renew "$top/man/bangban.conf.5" settings
mkdir -p "$top/data/completion"
"$program" help --part completion >"$top/data/completion/bangban"
