# Everything a person can ask for help about is in the help.
t bangban help
t bangban --help
t bangban help session
t bangban calendar due --help
bangban issue list -h >a
bangban help issue >b
cmp a b && echo "-h, --help and help show the same"
