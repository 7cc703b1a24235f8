# Logging, listing, showing, taking back.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
t bangban --as S001 session add item=P001 note=缺居住登记凭证 client_name=王小明 client_id=310116200002299911 client_phone=13900001234 --at '2026-03-02 09:12'
t bangban --as 赵亦峰 session add item=P020 outcome=partly_solved category=办事 --at '2026-03-02 09:30'
t bangban --as 赵亦峰 session add item=P020 outcome=partly_solved category=process --at '2026-03-02 09:30'
t bangban --as V001 session add no_item=general phase=parked --at '2026-03-02 10:00'
t bangban --as S004 session add item=E001 client_kind=enterprise client_name=上海坤辰精密机械股份有限公司 --at '2026-03-02 10:20'
t bangban session list --as-of 2026-03-02
t bangban session list --as-of '2026-03-02 09:30'
t bangban session list --from 2026-03-02 --to 2026-03-02 --limit 1
t bangban --as S001 session show C1W01-260302-001
bangban session show C1W01-260302-001 --format json >shown
id=$(one shown "value->>'id'")
one shown "value->>'no', value->>'late', value->>'client_name', value->>'client_id', value->>'client_phone', value->>'happened_at'"
[ "$(bangban session show "$id" --format json)" = "$(cat shown)" ] && echo 'by id: the same'
grep -c '王小明\|310116200002299911\|13900001234' t.db t.db-journal

echo '-- refused by a rule'
t bangban --as V001 session add item=P001 client_name=王小明
t bangban --as L001 session add item=P001
t bangban session add item=P001 no_item=general
t bangban session add --at '2199-01-01 09:00'
t bangban session add quantity=0
echo '-- bad input'
t bangban session add item=P999
t bangban session add helper=S999
t bangban session add kind=nobody
t bangban session add quantity=many
t bangban session add --at yesterday
t bangban session show C1W01-260302-999
t bangban --as S999 session list
t bangban --as S001 --desk C9W99 session list
echo '-- periods'
t bangban --as S004 session add item=E001 phase=serving --at '2026-03-02 10:00'
t bangban --as S004 session add item=E001 phase=waiting arrived_at='2026-03-02 09:50' --at '2026-03-02 10:10'
t bangban --as S004 session serve C1W04-260302-003
t bangban --as S004 session serve C1W04-260302-003
t bangban --as S004 session park C1W04-260302-003
t bangban --as S004 session hand C1W04-260302-003 C9W99 --reason 不在本窗口
t bangban --as S004 session hand C1W04-260302-003 C1W01
t bangban --as S004 session hand C1W04-260302-003 C1W01 --reason 不在本窗口
t bangban --as S001 session close C1W04-260302-003 outcome=solved category=process
t bangban --as S001 session close C1W04-260302-003
t bangban --as S001 session serve C1W04-260302-003
t bangban --as S001 session hand C1W04-260302-003 C1W02 --reason 再来
t bangban --as S001 session edit C1W04-260302-003 note=已办完 outcome=partly_solved
bangban --as S001 session periods C1W04-260302-003 --format json >stretches
rows stretches "value->>'phase', value->>'by', value->>'until_at' >= value->>'from_at'"
t bangban --as S001 session add arrived_at='2026-03-02 10:00' --at '2026-03-02 09:00'
echo '-- taking back'
t bangban --as S001 session void C1W01-260302-001 --reason 重复登记
t bangban --as S001 session void C1W01-260302-001 --reason 重复登记
t bangban --as V001 session void C1W02-260302-001 --reason 不是我的
t bangban session list --as-of 2026-03-02
t bangban session list --as-of 2026-03-02 --all
bangban check --format json >checked
one checked "value->>'replicas', value->>'sessions', value->>'issues', value->>'rebuilt'"
