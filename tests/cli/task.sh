# Agency projects from taking in to acceptance, and what is owed to the knowledge base; both as forms and in the packet.
bangban init >/dev/null
project() {
    bangban project "$@" >made 2>said
    status=$?
    sed 's/^/! /' said | steady
    [ $status = 0 ] || echo "=> $status"
}
id() {
    sqlite3 "$DB" "SELECT id FROM $1 ORDER BY rowid DESC LIMIT 1"
}
listed() {
    bangban "$1" list --format json >rows.json
    rows rows.json "$2"
}
echo '-- what a project needs'
project add enterprise=甲公司
project add enterprise=甲公司 name=新厂 station=agency_sub agent=nobody service=act_for
project add enterprise=甲公司 name=新厂 station=agency_sub park=湾区科创 agent=office service=act_for credit_code=91310101MA000ABC2U
no=$(id project)
echo '-- entrusted before anybody acts, steps in their order'
project step "$no" state=in_force
project step "$no" state=resumed
project step "$no" state=in_force entrusted_on=2026-03-02 entrustment=委托书2026-7 milestone=project_approval milestone_on=2026-03-03
project step "$no" state=paused
project step "$no" state=paused why=等土地
project step "$no" state=done
project step "$no" state=resumed land_on=2026-04-10 start_on=2026-04-09
project step "$no" state=resumed land_on=2026-04-10 start_on=2026-04-10
project step "$no" state=done
project step "$no" state=done milestone=acceptance milestone_on=2026-11-20
project step "$no" state=paused why=又
project step "$no" note=
project step 0190 note=x
listed project "value->>'name', value->>'state', value->>'milestone', value->>'land_on', value->>'start_on', value->>'entrustment'"
bangban project list --lang zh_CN 2>/dev/null | steady
echo '-- knowledge'
t bangban kb-duty add duty=add
t bangban kb-duty add duty=policy topic=新规 owner=office due_on=2026-03-20 item=NONE unit=NONE kb=NONE
bangban kb-duty add duty=policy topic=新规 owner=office due_on=2026-03-20 item=P001 unit=310116G03 >/dev/null
bangban kb-duty add duty=gaps topic=查缺 owner=office due_on=2026-03-10 >/dev/null
task=$(id kb_duty)
t bangban kb-duty 'done' "$task" ''
bangban kb-duty 'done' "$task" 已补三条
t bangban kb-duty 'done' "$task" 再补
listed kb-duty "value->>'due_on', value->>'duty', value->>'topic', value->>'result', value->>'done_on' IS NOT NULL"
bangban kb-duty drop "$task"
t bangban kb-duty drop "$task"
listed kb-duty "value->>'topic'"
echo '-- the forms of the district'
sed 's/file = "xlsx"/file = "csv"/' "$TOP/data/forms/agency_project.form" >project.form
sed 's/file = "xlsx"/file = "csv"/' "$TOP/data/forms/kb_task.form" >task.form
bangban export --form ./project.form --out . >made && sed -E 's/,[0-9-]{10} [0-9:]{5}/,NOW/' "$(cat made)"
bangban export --form ./task.form --out . >made && sed -E 's/,[0-9-]{10} [0-9:]{5}/,NOW/' "$(cat made)"
bangban export --form kb_task --from 2026-04-01 --out . >made && unzip -qt "$(cat made)" >/dev/null && echo 'a workbook'
echo '-- the packet'
bangban export --out . >made
unzip -p "$(cat made)" projects.csv | cut -d, -f3-8 | head -n 2
unzip -p "$(cat made)" kb_duties.csv | tail -n 2 | cut -d, -f3-8
t bangban check
