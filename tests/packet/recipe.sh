#!/bin/sh
# Checks a packet with unzip, openssl and sha256sum alone: recipe.sh PACKET.zip PUBLIC.pem
set -eu
packet=$(realpath "$1")
key=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unzip -q -n "$packet" -d "$folder" </dev/null
cd "$folder"

# 1. The window signed the manifest.
openssl dgst -sm3 -sigopt distid:1234567812345678 \
    -verify "$key" -signature manifest.sm3.sig manifest.sm3 >/dev/null ||
    { echo "manifest.sm3: the signature does not fit" >&2; exit 1; }

# 2. Every member is as listed, and there is no other.
sed '1,/^$/d' manifest.sm3 | while read -r digest name; do
    [ "$(openssl dgst -sm3 -r "$name" | cut -c 1-64)" = "$digest" ] ||
        { echo "$name: changed" >&2; exit 1; }
done
[ "$(find . -type f | wc -l)" -eq "$(($(sed '1,/^$/d' manifest.sm3 | wc -l) + 2))" ] ||
    { echo "a file is not in the manifest" >&2; exit 1; }

# 3. The data package tells the truth about its files.
sed -n 's/.*"path":"\([^"]*\)".*"hash":"sha256:\([0-9a-f]*\)".*/\2  \1/p' datapackage.json |
    sha256sum --check --strict --quiet

# 4. The events are one chain from base to head.
hash=$(sed -n 's/^base: //p' manifest.sm3)
number=0
while IFS= read -r line; do
    number=$((number + 1))
    case $line in
    *"\"prev\":\"$hash\""*) ;;
    *) echo "journal.jsonl line $number: does not follow the line before" >&2; exit 1 ;;
    esac
    hash=$(printf '%s\n%s\n' "$hash" "$line" | openssl dgst -sm3 -r | cut -c 1-64)
done <journal.jsonl
[ "$hash" = "$(sed -n 's/^head: //p' manifest.sm3)" ] ||
    { echo "journal.jsonl: the last line is not the head" >&2; exit 1; }
echo "good: $number events, head $hash"
