# The audit: what is about the program is an event in the same chain; stock tools find what ours finds.
bangban init >/dev/null
printf 'code,name,role\nV1,韦远娜,volunteer\nA1,单于沐旭,auditor\nS1,程亦诚,staff\n' >people.csv
bangban person import people.csv >/dev/null
bangban --as S1 session add item=P001 note=first --at '2026-03-02 09:00' >/dev/null
echo '-- what is refused or fails leaves a trace, without what was typed'
t bangban --as secret-in-the-wrong-field session list
t bangban --as V1 search 办
t bangban --as V1 export
t bangban --as A1 session add item=P001
bangban report issues --as-of 2026-03-03 >/dev/null
bangban backup copy.db >/dev/null
mkdir out && bangban export --out out >/dev/null
bangban --as S1 clock accept >/dev/null 2>&1
printf 'quota = { rules = "2022-02-21 unit_head 1 quarter" }\n' >other.conf
bangban --config other.conf session list >/dev/null
t bangban --as V1 audit list
bangban --as A1 audit list --format json >audit.json
rows audit.json "value->>'kind', value->>'by', value->>'subject', value->>'body'" "WHERE value->>'kind' <> 'login'" | steady
rows audit.json "count(*)" "WHERE value->>'body' LIKE '%wrong-field%'"
bangban --as A1 audit list --person V1 --limit 2 --format json >audit.json
rows audit.json "value->>'kind', value->>'by'"
echo '-- the chain, by bangban (which names the event) and by the loop of the manual (which counts lines)'
# shellcheck disable=SC2016 # for the inner shell
loop='n=0; prev=0000000000000000000000000000000000000000000000000000000000000000
while IFS= read -r r; do
    n=$((n + 1)); h=${r%% *}; l=${r#* }
    [ "$(printf "%s\n%s\n" "$prev" "$l" | openssl dgst -sm3 -r | cut -d" " -f1)" = "$h" ] || { echo "BAD $n"; break; }
    prev=$h
done'
bangban --as A1 audit chain >lines
bangban verify --format json >verified
[ "$(one verified "value->>'head'")" = "$(tail -n 1 lines | cut -c1-64)" ] && echo 'the head is the last hash'
sh -c "$loop" <lines
cp t.db whole.db
spoil() { # what an intruder does who can write the file
    cp whole.db t.db
    sqlite3 t.db 'DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete; DROP TRIGGER event_no_replace;' "$1"
    "$PROGRAM" --lang en --db "$DB" verify 2>&1 | grep -oE 'Event [0-9]+' || echo 'not found'
    sqlite3 -separator ' ' t.db 'SELECT hash, line FROM event ORDER BY seq, rowid' | sh -c "$loop"
}
echo '-- changed, one character'
spoil "UPDATE event SET line = replace(line, 'first', 'First') WHERE line LIKE '%first%'"
echo '-- changed, no line any more'
spoil "UPDATE event SET line = substr(line, 2) WHERE seq = 5"
echo '-- missing'
spoil "DELETE FROM event WHERE seq = 7"
echo '-- swapped'
spoil "UPDATE event SET line = CASE seq WHEN 8 THEN (SELECT line FROM event WHERE seq = 9) ELSE (SELECT line FROM event WHERE seq = 8) END WHERE seq IN (8, 9)"
echo '-- added'
spoil "INSERT INTO event SELECT '000000' || substr(hash, 7), 'x', replica, seq, prev, lamport, at, by_person, kind, subject, line FROM event WHERE seq = 4"
