# Forms: what a map says comes out, in its encoding and kind of file; a bad map is refused with file and line.
bangban init >/dev/null
bangban desk import "$TOP/data/demo/desks.csv" >/dev/null
bangban person import "$TOP/data/demo/people.csv" >/dev/null
bangban --as S001 session add item=P001 note='=1+1' client_name=张三 client_id=11010519491231002X --at '2024-09-09 09:00' >/dev/null
bangban --as S001 session add item=P001 note='＝说明' --at '2024-09-10 09:00' >/dev/null
bangban --as S001 issue add description='+=@ 系统打不开 310101188001010019' point=hard_point lead_unit=310116D15 --at '2024-09-09 10:00' >/dev/null
bangban --as S002 issue add description=排队久 point=pain_point leader=L001 --at '2024-09-10 10:00' >/dev/null
bangban --as S001 issue add description=重复 point=pain_point --at '2024-09-11 10:00' >/dev/null
bangban issue void C1W01-T240911-001 reason=重复 >/dev/null
numbered() { # the number differs with the day
    sed -E 's/-Q[0-9]{6}-[0-9a-f]{6}/-Q/'
}
made() { # writes the form into $file, prints its name
    file=$(bangban export --form "$@") && basename "$file" | numbered
}
echo '-- the shipped maps are good'
for map in "$TOP"/data/forms/*.form; do
    made "$(basename "$map" .form)"
done
t bangban export --form kb
t bangban export --from 2024-09-01
t bangban export --form leader_plan --lead 310116D15
echo '-- a workbook: strings alone, a frozen header, Chinese columns as wide as their cells'
made issue_ledger
unzip -p "$file" xl/workbook.xml | grep -o '<sheet [^>]*name="[^"]*"'
unzip -p "$file" xl/worksheets/sheet1.xml >sheet
grep -o '<pane [^>]*>' sheet
grep -o '<c [^>]*t="inlineStr"><is><t>[^<]*' sheet | grep -o '<t>.*' | sed -n '2p;9p;42p'
echo "formulas: $(grep -c '<f>' sheet), numbers: $(grep -c '<v>' sheet), rows: $(grep -o '<row ' sheet | wc -l)"
grep -o '<col min="9" [^>]*>' sheet
unzip -p "$file" xl/worksheets/sheet2.xml | grep -o '<t>[^<]*' | sed -n '/hard_point/,/pain_point/p;/Rules/,/Program/p' | sed -E 's/[0-9a-f]{16}-[0-9]+/RULES/'
cp "$file" before.xlsx
made issue_ledger >/dev/null
for part in xl/worksheets/sheet1.xml docProps/core.xml; do
    unzip -p before.xlsx $part >one_part
    unzip -p "$file" $part | cmp - one_part && echo "the same rows, the same $part"
done
echo '-- as of a moment, by leader, unit, days'
made issue_ledger --as-of 2024-09-01
unzip -p "$file" xl/worksheets/sheet1.xml | grep -o '<row ' | wc -l
made issue_ledger --lead 310116D15 --from 2024-09-09 --to 2024-09-09
unzip -p "$file" xl/worksheets/sheet1.xml | grep -o '<row ' | wc -l
made issue_ledger --person L001
unzip -p "$file" xl/worksheets/sheet1.xml | grep -o '<row ' | wc -l
echo '-- text for people: a mark of its encoding, nothing runs as a formula'
made assist --from 2024-09-09 --to 2024-09-10
head -c 3 "$file" | od -An -tx1
cut -d, -f 1,2,4,10,13,14,23 "$file"
map() { # field lines: writes my.form
    printf 'title = "我的表";\nrecord = "session";\nperiod = "happened_at";\n%s\n' "$1" >my.form
}
map 'file = "csv"; encoding = "gb18030"; columns = ( { header = "编号"; field = "no"; mask = "code"; }, { header = "备注"; field = "note"; } );'
made ./my.form
iconv -f GB18030 -t UTF-8 "$file"
map 'file = "csv"; encoding = "utf-8"; columns = ( { header = "日"; field = "happened_at"; show = "day"; }, { header = "类"; field = "kind"; words = { staff = "本窗口"; }; } );'
made ./my.form
cat "$file"
echo '-- bad maps'
for line in 'columns = ( { header = "A"; field = "nothing"; } );' 'columns = ( { header = "A"; field = "client_name_sealed"; } );' \
    'columns = ( { header = "A"; } );' 'columns = ( { header = "A"; field = "kind"; words = { stuff = "x"; }; } );' \
    'columns = ( { header = "A"; field = "no"; words = { a = "x"; }; } );' 'file = "pdf"; columns = ( { header = "A"; field = "no"; } );' \
    'colums = ();' 'columns = ( { header = 5; field = "no"; } );' 'columns = (' 'unit = "happened_at"; columns = ( { header = "A"; field = "no"; } );'; do
    map "$line"
    t bangban export --form ./my.form | sed 's/are: id no .*[.] Mend/are: id no …. Mend/'
done
printf 'title = "a/b";\nrecord = "session";\n' >my.form
t bangban export --form ./my.form
printf 'title = "a";\nrecord = "unit";\n' >my.form
t bangban export --form ./my.form
t bangban export --form ./gone.form
t bangban --as V001 export --form issue_ledger
bangban export --form issue_ledger --out nowhere 2>&1 | numbered
find t.db.d -name "snapshot*" | wc -l
