# A quarter of leaders and their problems, by command; at the end every figure is counted again by SQL from the events alone.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
for post in 'person=L001 tier=unit_head valid_from=2024-01-01' 'person=L001 tier=owt_lead valid_from=2024-01-01' \
    'person=L002 tier=team_member valid_from=2024-11-20' 'person=L003 tier=district_leader valid_from=2024-01-01'; do
    # shellcheck disable=SC2086 # words are meant
    t bangban person post $post unit=310116D15
done
visit() { # leader, day, item, more
    leader=$1 at=$2 item=$3
    shift 3
    t bangban visit add "person=$leader" mode=accompany place_kind=centre "item=$item" identity_shown=1 opinions_asked=1 "$@" --at "$at"
}
visit L001 '2024-10-15 09:30' P020 none_offered=1
visit L001 '2024-11-12 10:00' P001 opinions=叫号太慢 companions=4 source=arranged
visit L003 '2024-12-03 14:00' P004 none_offered=1
visit L002 '2024-11-05 10:00' P001 none_offered=1
visit L001 '2024-11-13 10:00' P001
t bangban visit list --from 2024-10-01 --to 2024-12-31
add() { # day, words
    at=$1
    shift
    t bangban --as S001 issue add "$@" --at "$at"
}
s() { # who, when, step, line, words
    who=$1 when=$2 verb=$3 line=$4
    shift 4
    t bangban --as "$who" issue "$verb" "$line" "$@" --at "$when"
}
add '2024-10-15 09:40' description=清单与窗口要求不一 point=hard_point origin=leader_assist
add '2024-11-12 10:20' description=叫号太慢 point=pain_point origin=leader_assist
add '2024-11-12 10:30' description=引导牌缺一块 evidence=当场补上 --on-spot
add '2024-12-03 14:20' description=不属本区 point=block_point
add '2024-12-03 14:30' description=误登一条
A=C1W01-T241015-001 B=C1W01-T241112-001 C=C1W01-T241203-001 D=C1W01-T241203-002
s M001 '2024-10-16 09:00' plan $A plan=统一口径 measures=重写清单 lead_unit=310116D15 person=S001 due_rule=10wd
s S001 '2024-10-28 09:00' ask $A asked_due=2024-11-20 reason=等批复
s M001 '2024-10-28 10:00' refuse $A reason=先做一版
s M001 '2024-10-29 09:00' extend $A due_named=2024-11-08 reason=补一周 approver=M001
s S001 '2024-11-06 09:00' fix $A evidence=新清单
s M002 '2024-12-06 09:00' lookback $A lookback=relapsed evidence=仍有旧清单
s S001 '2024-12-09 09:00' fix $A evidence=旧清单收回
s M002 '2024-12-20 09:00' lookback $A lookback=holds evidence=抽查
s S001 '2024-12-20 10:00' feedback $A feedback_to=许文辉
s M001 '2024-12-20 11:00' close $A ending=solved
s M001 '2024-11-13 09:00' plan $B plan=加机器 measures=加一台 lead_unit=310116D15 person=S001 due_rule=30wd
s M001 '2024-12-04 09:00' refer $C referred_to=12345
s M001 '2024-12-04 09:00' void $D reason=误登
t bangban issue list --all --as-of '2024-12-24 10:00'
echo '-- the calendar is corrected'
sed '$a 2024-12-23,holiday,临时,测试通知' "$TOP/data/holidays/2024.csv" >2024.csv
t bangban calendar import 2024.csv
t bangban issue list --state rectifying --as-of '2024-12-24 10:00'
echo '-- the quarter'
t bangban quota --as-of 2024-12-31
t bangban quota --as-of 2024-12-31 --tier owt_lead --format json
t bangban quota --as-of 2024-12-31 --person L003
t bangban quota --as-of 2024-12-31 --person L009
echo '-- counted again from the events alone'
sql() {
    sqlite3 -separator ' | ' "$DB" "$1"
}
cat >visits.sql <<'EOT'
WITH visit AS (
    SELECT line ->> '$.body.person' AS person, date(line ->> '$.body.happened_at', '+8 hours') AS day
    FROM event WHERE kind = 'visit.add'
        AND id NOT IN (SELECT line ->> '$.body.undoes' FROM event WHERE kind = 'undo'))
SELECT person, count(*) FROM visit WHERE day BETWEEN '2024-10-01' AND '2024-12-31' GROUP BY person ORDER BY person;
EOT
sql "$(cat visits.sql)"
bangban quota --as-of 2024-12-31 --tier owt_lead --format json >owed
rows owed "value->>'person', value->>'done'"
sql "SELECT count(*) FROM event WHERE kind = 'issue.lookback' AND line ->> '\$.body.lookback' = 'relapsed'"
bangban issue list --all --as-of '2024-12-24 10:00' --format json >issues
rows issues "sum(value->>'relapse_count'), sum(value->>'extensions'), count(*)"
sql "SELECT sum(kind = 'issue.extend'), sum(kind = 'issue.add') FROM event"
sql "SELECT line ->> '\$.kind', count(*) FROM event WHERE kind IN ('issue.close', 'issue.refer', 'issue.void') GROUP BY 1 ORDER BY 1"
rows issues "value->>'state', count(*)" "GROUP BY 1 ORDER BY 1"
bangban check --format json >checked
one checked "value->>'issues', value->>'rebuilt'"
