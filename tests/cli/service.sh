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
t bangban --as M001 phone list
t bangban --as S001 phone count number=12345 month=2026-02 offered=200 answered=150 solved=149
t bangban --as S001 phone count number=12345 month=2026-13 offered=1 answered=2
printf '月份,电话,呼入,接通,解决,备注\n2026-02,12345,100,95,80,\n2026-02,021-57921111,10,4,4,x\n' >calls.csv
t bangban --as S001 phone import calls.csv
t bangban --as S001 phone counts
t bangban --as S001 phone counts --format tsv | sed -E "s#20[0-9-]*T[0-9:]*Z#NOW#"
{ echo '月份,电话,呼入,接通,解决'; seq -f '2026-01,%05.0f,10,9,8' 1 9999; echo '2026-01,99999,10,11,8'; } >bad.csv
t bangban --as S001 phone import bad.csv
printf '月份,电话,呼入,接通\n' >short.csv
t bangban --as S001 phone import short.csv
t bangban --as S001 phone import none.csv
bangban --as S001 phone counts --format json >listed
rows listed "count(*)"
# The slip
bangban --as S001 report slip | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]+)?/DAY/; s/[0-9a-f]{16}/HEAD/; s/^(Events in the journal +)[0-9]+/\1N/'
t bangban --as S001 report slip slip.txt
t bangban --as S001 report slip slip.txt
test -s slip.txt && echo written
t bangban check --rebuild
