# A wrong configuration is refused with file, line and the keys that exist; help still works.
bangban init >/dev/null
printf 'ui = {\n    langage = "en";\n};\n' >key.conf
t bangban --config key.conf session list
t bangban --config key.conf version
printf 'light = {\n    yellow_days = "many";\n};\n' >value.conf
t bangban --config value.conf session list
printf 'light = {\n    yellow_days = 90;\n};\n' >range.conf
t bangban --config range.conf session list
printf 'lamp = {\n    yellow_days = 3;\n};\n' >group.conf
t bangban --config group.conf session list
printf 'light = {\n    yellow_days = ;\n' >syntax.conf
t bangban --config syntax.conf session list
t bangban --config nowhere.conf session list
plain() {
    "$PROGRAM" --lang en "$@"
}
mkdir -p .config/bangban && printf 'database = "%s";\nnode = { code = "C9"; };\n' "$DB" >.config/bangban/bangban.conf
chmod 600 .config/bangban/bangban.conf
t plain session add --at '2026-03-02 10:00'
printf 'database = "~/t.db";\n' >home.conf
t plain --config home.conf session list --as-of 2026-03-02
