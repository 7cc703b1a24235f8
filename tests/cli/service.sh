# What stands around a counter: ratings (refused from here), shifts, duty, phones, rates, the slip.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
# A rating typed by the clerk, in whatever way.
bangban --as S001 session add note=复印 --at '2026-03-02 10:00' >/dev/null
t bangban --as S001 session add rating=very_satisfied
t bangban --as S001 rating add C1W01-260302-001 level=5
t bangban --as S001 rating contact C1W01-260302-001 level=5
t bangban rating add
bangban --as A001 audit list --format json >listed
rows listed "value->>'by', value->>'body'" "WHERE value->>'kind' = 'refused'"
t bangban rate
t bangban rate --desk C9X99
t bangban rate --desk C1W01
t bangban rating list
t bangban --as M001 rating show C1W01-260302-001
t bangban --as V001 rating list
t bangban --as S001 rating contact C1W01-260302-001 contact_note=等太久
t bangban report ratings
t bangban report ratings nonsense
t bangban report solved --from 2026-03-02 --to 2026-03-02
t bangban report solved channel --from 2026-03-02 --to 2026-03-02 --format csv
t bangban report first-reply --from 2026-03-02 --to 2026-03-02
bangban --as S002 session add item=P020 --at '2026-03-02 10:00' arrived_at='2026-03-02 09:59' >/dev/null
bangban --as S002 session add item=P020 --at '2026-03-02 10:10' arrived_at='2026-03-02 10:05' >/dev/null
bangban --as S003 session add item=P001 --at '2026-03-02 10:20' arrived_at='2026-03-02 10:20' >/dev/null
t bangban report first-reply helper --from 2026-03-02 --to 2026-03-02
t bangban report first-reply --from 2026-03-02 --to 2026-03-02
t bangban --as V001 report solved
# Shifts
t bangban --as V001 shift out
t bangban --as V001 shift in supervisor=V002
t bangban --as V001 shift in supervisor=S001 note=早班
t bangban --as V001 shift in supervisor=S001
t bangban --as S001 shift in supervisor=S001
t bangban --as V001 shift out note=早班结束
t bangban --as S001 shift list
bangban --as M001 shift list --format json >listed
rows listed "value->>'person', value->>'desk', value->>'supervisor', value->>'note', value->>'hours', value->>'to_at' > ''"
# Duty
t bangban --as M001 duty add day=2026-03-02 desk=C1W01 person=S001 staffing=competent_unit
t bangban --as M001 duty add day=2026-03-02 desk=C1W01 person=S002 staffing=entrusted_centre
t bangban --as M001 duty add day=2026-03-02 desk=C9X99 person=S001
t bangban --as S001 duty add day=2026-03-02 desk=C1W01 person=S001 staffing=competent_unit
t bangban --as M001 duty list
t bangban --as M001 duty load --from 2026-03-01 --to 2026-03-31
t bangban --as M001 duty drop no-such
# Phones
t bangban --as M001 phone add number=021-57921111 unit=310116D15 item=P020 valid_from=2026-01-01
t bangban --as M001 phone add number=电话 unit=310116D15
t bangban --as M001 phone add number=12345
t bangban --as S001 phone count number=12345 month=2026-02 offered=1 answered=1
bangban --as M001 phone add number=12345 unit=310116G03 valid_from=2025-01-01 >/dev/null
bangban --as M001 phone add number=021-57920000 unit=310116G03 valid_from=2025-01-01 valid_to=2026-01-31 >/dev/null
t bangban --as M001 phone list
# Calls at the desk
t bangban --as S001 phone call number=021-57921111 result=solved item=P020 note=问缴费 --at '2026-03-02 11:00'
t bangban --as S001 phone call number=021-57921111 result=answered item=P020 --at '2026-03-02 11:05'
t bangban --as S001 phone call number=021-57921111 result=missed --at '2026-03-02 11:10'
t bangban --as S001 phone call number=021-57920000 result=missed --at '2026-01-31 11:10'
t bangban --as S001 phone call number=021-57920000 result=missed --at '2026-03-02 11:10'
t bangban --as S001 phone call number=021-1 result=solved
t bangban --as S001 phone call result=solved
t bangban --as S001 phone call number=12345
t bangban --as S001 phone call number=12345 result=lost
t bangban --as S001 phone call number=12345 result=solved item=P999
t bangban --as S001 --desk C9X99 phone call number=12345 result=missed
t bangban --as V001 phone call number=12345 result=missed
t bangban --as S001 phone calls
t bangban report solved channel --from 2026-03-02 --to 2026-03-02
t bangban --as S001 phone counts
bangban --as S001 phone calls --from 2026-01-31 --to 2026-01-31 --format json >listed
t bangban --as S001 phone uncall "$(rows listed "value->>'id'")" | sed -E "s/[0-9a-f-]{36}/UUID/"
t bangban --as S001 phone count number=021-57920000 month=2026-02 offered=1 answered=1
t bangban --as S001 phone count number=12345 month=2026-02 offered=200 answered=150 solved=149
t bangban --as S001 phone count number=12345 month=2026-13 offered=1 answered=2
t bangban --as S001 phone count number=12345 month=2999-01 offered=1 answered=1
printf '月份,电话,呼入,接通,解决,备注\n2026-02,12345,100,95,80,\n2026-02,021-57921111,10,4,4,x\n' >calls.csv
t bangban --as S001 phone import calls.csv
t bangban --as S001 phone counts
t bangban --as S001 phone counts --format tsv | sed -E "s#20[0-9-]*T[0-9:]*Z#NOW#"
for phone in $(seq 2000 2039); do
    bangban --as M001 phone add number="$phone" unit=310116G03 valid_from=2000-01-01 >/dev/null
done
{
    echo '月份,电话,呼入,接通,解决'
    for phone in $(seq 2000 2039); do
        seq 0 249 | awk -v phone="$phone" '{ printf "%d-%02d,%s,10,9,8\n", 2000 + $1 / 12, $1 % 12 + 1, phone }'
    done | sed '10000s/9,8/11,8/'
} >bad.csv
t bangban --as S001 phone import bad.csv
printf '月份,电话,呼入,接通,解决\n2026-02,12345,1,1,1\n2026-02,021-57920000,1,1,1\n' >expired.csv
t bangban --as S001 phone import expired.csv
printf '月份,电话,呼入,接通,解决\n2026-02,123 45,1,1,1\n' >unknown.csv
t bangban --as S001 phone import unknown.csv
printf '月份,电话,呼入,接通\n' >short.csv
t bangban --as S001 phone import short.csv
t bangban --as S001 phone import none.csv
bangban --as S001 phone counts --format json >listed
rows listed "count(*)"
# What would spoil a terminal or turn a line round: shown as marks, never sent; ten thousand characters are refused or kept whole.
bangban --as M001 duty add day=2026-03-03 desk=C1W01 person=S001 staffing=competent_unit note="$(printf 'a\033[31mb\342\200\256c')" >/dev/null
bangban --as M001 duty list | tail -3 | od -c | grep -c 033
t bangban --as M001 duty list
long=$(printf '%10000s' '' | tr ' ' 9)
bangban --as M001 phone add number="$long" unit=310116G03
bangban --as M001 duty add day=2026-03-04 desk=C1W01 person=S001 staffing=competent_unit note="$long" >/dev/null
bangban --as M001 duty list --format json >listed
rows listed "length(value->>'note')" "WHERE value->>'day' = '2026-03-04'"
t bangban --as M001 phone add number="$(printf '57\00792')" unit=310116G03
t bangban --as M001 duty add day=2026-02-30 desk=C1W01 person=S001 staffing=competent_unit
t bangban --as M001 phone add number=57921112 unit=310116G03 valid_from=2026-03-02 valid_to=2026-03-01
# The slip
bangban --as S001 report slip | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]+)?/DAY/; s/[0-9a-f]{16}/HEAD/; s/^(Events in the journal +)[0-9]+/\1N/'
t bangban --as S001 report slip slip.txt
t bangban --as S001 report slip slip.txt
test -s slip.txt && echo written
t bangban check --rebuild
