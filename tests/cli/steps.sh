# The ledger's steps: a line's whole way on the command line, and each refusal on it. Times are all late entries.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
L=C1W02-T240909-001
s() { # who, when, step, words
    who=$1 when=$2 verb=$3
    shift 3
    t bangban --as "$who" issue "$verb" $L "$@" --at "$when"
}
t bangban --as S002 issue add description=材料要交两次 point=block_point --at '2024-09-09 10:00'
s S002 '2024-09-09 11:00' plan plan=合并提交
s M001 '2024-09-09 11:00' plan plan=合并提交
s M001 '2024-09-09 11:00' plan plan=合并提交 measures=改系统 lead_unit=310116D15 person=S001 due_rule=5wd
s M001 '2024-09-09 15:00' fix
s S001 '2024-09-10 09:00' ask asked_due=2024-09-30 reason=等接口
t bangban issue list --as-of 2024-09-11 --waits approval
s M001 '2024-09-10 10:00' extend due_named=2024-09-30 reason=等接口 approver=S001
s M001 '2024-09-10 10:00' extend due_named=2024-12-30 reason=等接口 approver=M001
s M001 '2024-09-10 10:00' extend due_named=2024-09-20 reason=等接口 approver=M001
s M001 '2024-09-10 10:00' remind
s M001 '2024-09-23 12:00' remind
s M001 '2024-09-23 10:00' remind
s M001 '2024-09-23 10:00' remind reminder=circulate
s M001 '2024-09-23 10:00' pause reason=等上级
s M001 '2024-09-23 10:00' pause reason=等上级
s M001 '2024-09-24 10:00' resume
s S001 '2024-09-25 10:00' fix evidence=已合并
s S001 '2024-10-25 10:00' lookback lookback=holds evidence=抽查
s M002 '2024-10-25 10:00' lookback lookback=relapsed evidence=又要两次
s S001 '2024-10-28 10:00' fix evidence=再改
s M001 '2024-10-28 11:00' close ending=solved
s M002 '2024-11-27 10:00' lookback lookback=holds evidence=抽查三件
s M001 '2024-11-27 11:00' close ending=solved
s S001 '2024-11-27 11:00' feedback feedback_to=发现人
s M001 '2024-11-27 12:00' close ending=cannot_solve
s M001 '2024-11-27 12:00' close ending=solved
t bangban issue list --as-of 2025-02-01 --waits lookback
s M001 '2025-02-01 12:00' reopen
s M001 '2025-02-01 12:00' reopen reason=群众再反映
s M001 '2025-02-02 12:00' settle reason=无
s M001 '2025-02-02 12:00' void reason=并入另一条
t bangban issue remind
t bangban issue list --waits weather
bangban issue show $L --as-of 2025-02-03 --format json >shown
one shown "value->>'state', value->>'relapse_count', value->>'reopen_count', value->>'extensions', value->>'first_due_day', value->>'reminder'"
bangban check --format json >checked
one checked "value->>'issues', value->>'rebuilt'"
