# Every way to hold it wrong ends with status 2 and the sentence that says how it goes.
t bangban version
t bangban frob
t bangban session
t bangban session frob
t bangban session list extra
t bangban session show
t bangban session list --frob
t bangban session -x list
t bangban session list --days 3
t bangban session list --limit
t bangban session list --limit 0
t bangban session list --limit ten
t bangban session list --format xml
t bangban session void C1-260101-001
t bangban session add kind
t bangban session add colour=red
t bangban issue list --state burning
t bangban calendar due --days 5
t bangban calendar due --from 2024-09-13
t bangban calendar due --from 2024-09-13 --days 5 --unit week
t bangban calendar due --from 2024-09-13 --days -1
t bangban help frob
t bangban help --part frob
t bangban session add "note=$(printf '\377')"
t bangban --as "$(printf '\377')" session list
t bangban --as
