# Language comes from --lang, then the configuration, then Chinese; without a UTF-8 locale everything is English.
bangban init >/dev/null
LC_ALL=C "$PROGRAM" --db "$DB" frob 2>&1
LC_ALL=C "$PROGRAM" --db "$DB" session add note=中文 --at '2026-03-02 09:00' | steady
LC_ALL=C "$PROGRAM" --db "$DB" session list --as-of 2026-03-02
LC_ALL=zh_CN.UTF-8 "$PROGRAM" --lang en version
printf 'ui = { language = "en"; };\n' >en.conf
"$PROGRAM" --config en.conf --db "$DB" session frob 2>&1
LC_ALL=C "$PROGRAM" --db "$DB" ui </dev/null 2>&1
echo "=> $?"
