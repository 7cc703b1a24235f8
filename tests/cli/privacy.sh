# Whose data it is, by command: masked everywhere, in clear for a reason, masked in free text, destroyed when the time is over.
bangban init >/dev/null
printf 'code,name,role\nV1,韦远娜,volunteer\nM1,丁彤,supervisor\nS1,程亦诚,staff\nA1,熊超,admin\n' >people.csv
bangban person import people.csv >/dev/null
add() { bangban --as S1 session add item=P001 "$@" --at '2026-03-02 09:00' --format json >added.json; }
clear='欧阳无忌|19491231002X|13987654321'

echo '-- masked wherever it is shown, to everybody'
add client_name=欧阳无忌 client_id=11010519491231002X client_phone=13987654321 note=初次
no=$(one added.json "value->>'no'")
bangban --as S1 session show "$no" --format json >seen.json
one seen.json "value->>'client_name', value->>'client_id', value->>'client_phone'"
for who in S1 M1 V1 A1 office; do
    for words in "session list --from 2026-03-01" "session show $no" "search 初次" "audit list" \
        "session list --from 2026-03-01 --format csv" "session list --from 2026-03-01 --format json"; do
        # shellcheck disable=SC2086 # words
        bangban --as $who $words 2>&1
    done
done >shown
grep -cE "$clear" shown
grep -c '139\*\*\*\*4321' shown | sed 's/^[1-9][0-9]*$/masked: yes/'

echo '-- in clear: the supervisor, for a reason, which stays'
t bangban --as S1 session unmask "$no" --reason 想看
t bangban --as A1 session unmask "$no" --reason 想看
t bangban --as M1 session unmask "$no"
t bangban --as M1 session unmask "$no" --reason 回访核实
bangban --as M1 session unmask "$no" --reason 再核实 --format json
bangban --as M1 audit list --format json >audit.json
rows audit.json "value->>'by', value->>'body'" "WHERE value->>'kind' = 'unmask'"

echo '-- free text: what looks like personal data is said, and masked by --mask'
t bangban --as S1 session add item=P001 'note=身份证11010519491231002X 电话13987654321' --at '2026-03-02 09:10'
t bangban --as S1 session add item=P001 'note=身份证11010519491231002X 电话13987654321' --mask --at '2026-03-02 09:20'
bangban --as S1 session list --from 2026-03-01 --format json >list.json
rows list.json "value->>'note'"
t bangban --as S1 issue add 'description=卡号6222021234567890128打不开' --mask --at '2026-03-02 09:30'

echo '-- the process list shows no client data'
mkfifo hold
(exec 3<hold; exec "$PROGRAM" --lang en --db "$DB" --as S1 --secret-fd 3 session add item=P001 client_name=令狐记号 client_phone=13900001111) >/dev/null 2>&1 &
pid=$!
exec 4>hold
for _ in $(seq 500); do # until the program is there
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q 'client_name=\*' && break
    sleep 0.02
done
tr '\0' ' ' <"/proc/$pid/cmdline" | grep -oE 'client_[a-z]*=[^ ]*'
exec 4>&-
wait

echo '-- destroyed when the time is over, as the timer does it: without anything in its environment'
t bangban --as V1 retention
env -i "$PROGRAM" --lang en --db "$DB" retention
t bangban --as M1 session unmask "$no" --reason 回访核实
env -i "$PROGRAM" --lang en --db "$DB" retention
t bangban check
sqlite3 "$DB" "SELECT count(*) FROM session_key"
