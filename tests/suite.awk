# Reads the paths of a room's test files; writes the program that runs their suites.
# tests/core/test_issue.c must define `Suite *suite_issue(void)`.
{
    name = $0
    sub(/^.*\/test_/, "", name)
    sub(/\.c$/, "", name)
    names[++count] = name
}
END {
    print "#include \"suite.h\""
    for (i = 1; i <= count; i++)
        printf "Suite *suite_%s(void);\n", names[i]
    print "int main(int argc, char **argv)\n{\n    static bb_suite *const suites[] = {"
    for (i = 1; i <= count; i++)
        printf "        suite_%s,\n", names[i]
    printf "    };\n    return bb_suites_run(\"%s\", suites, sizeof suites / sizeof *suites, argc, argv);\n}\n", room
}
