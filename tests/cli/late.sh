# Past sessions from paper, out of a CSV file: whole or not at all.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
{
    echo 'happened_at,minutes,item,helper,outcome,category,channel,arrived_at,client_phone,note'
    echo '2026-03-02 09:10,5,P020,S001,solved,process,ch_phone,2026-03-02 09:05,13900001234,电话问'
    echo '2026-03-02 09:20,12,灵活就业人员社会保险缴费,姜行骏,,,,,,'
} >paper.csv
t bangban --as S001 session import paper.csv
t bangban session list --from 2026-03-02 --to 2026-03-02
bangban session show C1W01-260302-001 --format json >shown
one shown "value->>'late', value->>'recorded_by', value->>'happened_at', value->>'closed_at', value->>'client_phone', value->>'recorded_at' > '2026-03-03'"
bangban session show C1W01-260302-002 --format json >shown
one shown "value->>'late', value->>'kind', value->>'helper', value->>'recorded_by', value->>'closed_at'"
grep -c '13900001234' t.db
printf '开始时间,帮办人员,分钟\n2026-03-03 10:00,王莹,3\n' >zh2.csv
bangban --lang zh_CN --as S001 session import zh2.csv
echo '-- one bad line, and nothing is kept'
bad() {
    printf '%s\n' "$@" >bad.csv
    t bangban --as S001 session import bad.csv
}
bad 'happened_at,minutes' '2026-03-02 09:10,5' '2026-03-02 09:20,9999'
bad 'happened_at,helper' '2026-03-02 09:10,S001' '2026-03-02 09:20,S999'
bad 'happened_at,outcome' '2026-03-02 09:20,good'
bad 'happened_at,item' '2199-03-02 09:20,P020'
bad 'happened_at,item,no_item' '2026-03-02 09:20,P020,general'
bad 'happened_at,minutes' '2026-03-02 09:20,five'
bad 'happened_at' 'yesterday'
bad 'happened_at' '""' '2026-03-02 09:20'
bad 'happened_at,rating' '2026-03-02 09:20,satisfied'
bad 'happened_at,happened_at' '2026-03-02 09:20,2026-03-02 09:20'
bad 'item' 'P020'
bad 'happened_at,item' '2026-03-02 09:20'
: >empty.csv
t bangban --as S001 session import empty.csv
t bangban --as V001 session import paper.csv
t bangban --as L001 session import paper.csv
t bangban --as S001 session import nowhere.csv
awk 'BEGIN {
    print "happened_at,item,minutes,note"
    for (i = 1; i <= 10000; i++)
        printf "2026-03-%02d %02d:%02d,%s,%d,第%d件\n", 1 + i % 28, 9 + i % 7, i % 60, i == 7777 ? "P999" : "P020", i % 20, i
}' >many.csv
t bangban --as S001 session import many.csv
bangban check --format json >checked
one checked "value->>'sessions', value->>'problems'"
