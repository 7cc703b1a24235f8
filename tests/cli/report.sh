# The problem list as it stood, its number, gaps of units, and a technical problem that goes up.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
t bangban --as S001 issue add description=系统打不开 point=hard_point --at '2024-09-09 10:00'
t bangban --as S002 issue add description=排队久 point=pain_point lead_unit=310116D15 leader=L001 --at '2024-09-10 10:00'
L=C1W01-T240909-001
t bangban --as S001 issue escalate $L escalated=city --at '2024-09-09 11:00'
t bangban --as S001 issue escalate $L escalated=centre --at '2024-09-09 11:00'
t bangban --as S001 issue escalate $L escalated=city --at '2024-09-09 15:00'
bangban issue show $L --format json >shown
one shown "value->>'escalated', value->>'to_centre_at', value->>'to_city_at'"
list() {
    bangban report issues "$@" | sed -E 's/-Q[0-9]{6}-[0-9a-f]{6}, as of .{16}/-Q, as of NOW/'
}
list
list --person L001
list --lead 310116D15
list --from 2024-09-10 --to 2024-09-10
list --to 2024-08-31
bangban report issues --format csv --from 2024-09-10 | head -c 60
echo
t bangban report issues --as-of 2024-09-01
t bangban report issues --person L009
t bangban report issues --lead 310116X99
bangban unit gaps --format json >listed
rows listed "count(*) > 10"
printf 'code,name,kind,main_leader,in_charge,office\n310116D15,区公安分局,bureau,L001,L001,办公室\n' >unit.csv
t bangban unit import unit.csv
bangban unit gaps --format json >listed
rows listed "value->>'code'" "WHERE value->>'code' = '310116D15'"
echo '-- a unit gets another name: its code stays, lists of earlier show the name of then'
lines() {
    bangban issue list --lead 310116D15 --as-of 2024-09-12
}
lines >earlier
printf 'code,name,short_name,kind\n310116D15,上海市金山区公安与应急局,区公安应急局,bureau\n' >unit.csv
t bangban unit import unit.csv
lines | diff earlier - && cat earlier
bangban issue list --lead 310116D15 | grep -o 区公安应急局
for day in 2024-09-12 2099-01-01; do
    bangban unit list --as-of $day --format tsv | grep 310116D15
    bangban unit search 310116D15 --as-of $day | tail -1
done
