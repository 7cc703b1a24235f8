# What somebody may try, each attempt a case. The PIN across four processes is tests/app/test_account.c, the kiosk's
# keys and signals tests/pty/test_kiosk.c, the clock under a deadline tests/app/test_privacy.c.
bangban init >/dev/null
printf 'code,name,centre,zone,unit\nC1W03,三号,310116G03,window,\n' >desks.csv
printf 'code,name,role,unit,desk\nV1,韦远娜,volunteer,310116G03,C1W03\nM1,丁彤,supervisor,310116G03,\nS1,程亦诚,staff,310116G03,C1W03\nA1,熊超,admin,310116G03,\n' >people.csv
bangban desk import desks.csv >/dev/null
bangban person import people.csv >/dev/null
bangban --as S1 session add item=P001 client_name=欧阳无忌 note=机密 --at '2026-03-02 09:00' --format json >added.json
no=$(one added.json "value->>'no'")
id=$(one added.json "value->>'id'")

echo '-- read the file as a volunteer'
t bangban --as V1 search 机密
t bangban --as V1 session show "$no"
t bangban --as V1 session list --from 2026-03-01
t bangban --as V1 session unmask "$no" --reason 想看
t bangban --as V1 report solved
t bangban --as V1 audit list

echo '-- export, copy or load as a volunteer'
mkdir out
t bangban --as V1 export --out out
t bangban --as V1 backup copy.db
t bangban --as V1 person add code=V1 name=韦远娜 role=admin
t bangban --as V1 retention
find . -path ./out -type f -o -name "copy*" | grep -c .

echo '-- raise oneself as a supervisor'
bangban --as A1 user list >/dev/null # there is somebody who keeps accounts
t bangban --as M1 person add code=M1 name=丁彤 role=admin
printf 'code,name,role\nM1,丁彤,admin\n' >more.csv
t bangban --as M1 person import more.csv
t bangban --as M1 user disable A1

echo '-- read cases as an administrator'
t bangban --as A1 session list
t bangban --as A1 issue list
t bangban --as A1 session show "$no"
t bangban --as A1 export --out out

echo '-- see client data without a reason'
t bangban --as M1 session unmask "$no"
t bangban --as M1 session unmask "$no" --reason ' '

echo '-- every refusal stands in the audit'
bangban --as M1 audit list --format json >audit.json
rows audit.json "value->>'by', value->>'body', count(*)" "WHERE value->>'kind' = 'refused' GROUP BY 1, 2 ORDER BY 1, 2"

echo '-- forge, cut, reorder, swap: named by verify'
cp t.db whole.db
spoil() {
    cp whole.db t.db
    sqlite3 t.db 'DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete; DROP TRIGGER event_no_replace;' "$1"
    bangban verify 2>&1 | grep -oE 'Event [0-9]+' || echo 'not found'
}
spoil "UPDATE event SET line = replace(line, '机密', '公开') WHERE line LIKE '%机密%'"
spoil "DELETE FROM event WHERE seq = 5"
spoil "UPDATE event SET seq = CASE seq WHEN 5 THEN 6 ELSE 5 END WHERE seq IN (5, 6)"
spoil "UPDATE event SET line = CASE seq WHEN 6 THEN (SELECT line FROM event WHERE seq = 7) ELSE (SELECT line FROM event WHERE seq = 6) END WHERE seq IN (6, 7)"
spoil "INSERT INTO event SELECT '000000' || substr(hash, 7), 'x', replica, seq, prev, lamport, at, by_person, kind, subject, line FROM event WHERE seq = 4"
cp whole.db t.db

echo '-- change a figure beneath its events: named by check'
sqlite3 t.db "UPDATE session SET outcome = 'unsolved' WHERE id = '$id'"
bangban check 2>&1 | steady
cp whole.db t.db

echo '-- put an old file in the place of the new: the second copy knows more'
mkdir -m 700 stick
echo 'backup = { tail = "'"$PWD"'/stick"; }; node = { code = "C1W03"; };' >tail.conf
win() { "$PROGRAM" --lang en --config tail.conf --db "$DB" "$@"; }
win session add item=P001 note=甲 --at '2026-03-03 09:00' >/dev/null
cp t.db old.db
win session add item=P001 note=乙 --at '2026-03-03 10:00' >/dev/null
cp old.db t.db
win session add item=P001 note=丙 --at '2026-03-03 11:00' 2>&1 >/dev/null | steady
win restore 2>&1 | tail -1 | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}[- ][0-9:]{4,6}/NOW/g' | steady
