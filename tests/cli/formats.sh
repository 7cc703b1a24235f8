# One record, four formats, and text that means harm.
bangban init >/dev/null
bangban session add --at '2026-03-02 09:00' item=P001 \
    note="$(printf 'a\tb\nc\\d "e", \033[31mred\033[0m \342\200\256turned')" >/dev/null
t bangban session list --as-of 2026-03-02
bangban session list --as-of 2026-03-02 --format json >listed
rows listed "value->>'note'" | sed 's/\x1b/ESC/g'
grep -c '\\u001b' listed
bangban session list --as-of 2026-03-02 --format tsv | awk -F '\t' '{ for (i = 1; i <= NF; i++) if (NR == 1) name[$i] = i } NR == 2 { print NF, $name["note"] }' | sed 's/\x1b/ESC/g'
bangban session list --as-of 2026-03-02 --format tsv | wc -l
bangban session list --as-of 2026-03-02 --format csv | tr '\r' '~' | sed -E 's/\x1b/ESC/g; s/.*(,"a)/\1/' | steady
t bangban session list --as-of 2026-03-01 --format json
t bangban session list --as-of 2026-03-01 --format csv
t bangban search 没有的词
t bangban search turned
t bangban search turned --format csv
bangban session list --as-of 2026-03-02 >/dev/full
echo "=> $?"
