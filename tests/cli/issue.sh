# Registering problems, the ledger, and why a deadline is that day.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
t bangban --as S001 issue add description=签注入口找不到 item=P004 stage=apply --at '2024-09-13 10:00'
t bangban --as S002 issue add description=重复排队 point=block_point due_rule=3wd --at '2024-09-13 11:00'
t bangban --as S005 issue add description=叫号机缺纸 evidence=已补纸 --on-spot --at '2024-09-13 14:00'
t bangban --as L001 issue add description=口径不一 point=hard_point due_named=2024-09-20 --at '2024-09-13 15:00'
t bangban issue list --as-of 2024-09-18
t bangban issue list --as-of 2024-09-25 --state rectifying
t bangban issue list --as-of 2024-09-25 --state fixed
t bangban issue list --as-of 2024-09-25 --from 2024-09-20 --to 2024-09-20
t bangban issue list --as-of 2024-09-25 --text 排队
t bangban issue list --as-of 2024-09-25 --text jhj
t bangban issue list --as-of 2024-09-25 --limit 1
bangban issue list --as-of 2024-09-18 --format json >listed
rows listed "value->>'no', value->>'state', value->>'light', value->>'left', value->>'due_day'"
t bangban issue show C1W01-T240913-001 --as-of 2024-09-18 --why
bangban issue show C1W01-T240913-001 --as-of 2024-09-18 --format json >shown
one shown "value->>'no', value->>'description', value->>'item', value->>'stage', value->>'light', value->>'left'"
echo '-- refused'
t bangban issue add point=hard_point
t bangban issue add description=缺纸 --on-spot
t bangban issue add description=期限在前 due_named=2024-09-01 --at '2024-09-13 10:00'
t bangban issue add description=未来 --at '2199-01-01 10:00'
t bangban issue add description=单位不对 lead_unit=X
t bangban issue add description=规则不对 due_rule=3weeks
t bangban issue show C1W01-T240913-999
bangban check --format json >checked
one checked "value->>'replicas', value->>'sessions', value->>'issues', value->>'rebuilt'"
