# Turns data/pinyin.tsv and data/pinyin_phrases.tsv (in this order) into the C table that
# src/core/pinyin.c declares and reads. Plain POSIX awk on bytes (mawk; others: LC_ALL=C). Wrong input
# ends the build.
#
# A reading value: 0 none, 1 … N a syllable, 32768 + n a list that starts at pool[n] and ends with 0.
BEGIN {
    FS = "\t"
    if (length("\344\270\200") != 3)
        die("this awk counts characters; run it with LC_ALL=C")
    for (i = 1; i < 256; i++)
        ord[sprintf("%c", i)] = i
    first = 19968 # U+4E00
    last = 40959  # U+9FFF
    pools = 1     # pool[0] stays unused, so that no list has the value 32768
}

function die(why)
{
    printf "pinyin.awk: %s line %d: %s\n", FILENAME, FNR, why > "/dev/stderr"
    failed = 1
    exit 1
}

# Decodes s into cp[1…]; returns how many characters.
function decode(s,    i, n, b, more, c)
{
    n = 0
    for (i = 1; i <= length(s); i++) {
        b = ord[substr(s, i, 1)]
        if (b < 128) { c = b; more = 0 }
        else if (b >= 240) { c = b - 240; more = 3 }
        else if (b >= 224) { c = b - 224; more = 2 }
        else if (b >= 192) { c = b - 192; more = 1 }
        else die("broken UTF-8")
        while (more-- > 0)
            c = c * 64 + ord[substr(s, ++i, 1)] - 128
        cp[++n] = c
    }
    return n
}

function syllable(s)
{
    if (s !~ /^[a-z]+$/ || length(s) > 6)
        die("not a syllable: " s)
    if (!(s in syllable_id)) {
        syllable_id[s] = ++syllables
        syllable_name[syllables] = s
    }
    return syllable_id[s]
}

NR == FNR {
    if (NF != 4 || decode($1) != 1)
        die("wants character, reading, initial, other readings")
    if (cp[1] <= before)
        die("not in code point order")
    before = cp[1]
    value = syllable($2)
    if ($4 != "") {
        set = $2 "," $4
        if (!(set in pool_at)) {
            pool_at[set] = pools
            n = split(set, part, ",")
            for (i = 1; i <= n; i++)
                pool[pools++] = syllable(part[i])
            pool[pools++] = 0
        }
        value = 32768 + pool_at[set]
    }
    if (cp[1] >= first && cp[1] <= last)
        direct[cp[1]] = value
    else {
        other_char[++others] = cp[1]
        other_value[others] = value
    }
    next
}

{
    n = decode($1)
    if (NF != 4 || n < 1 || n > 3 || split($2, part, " ") != n)
        die("wants word of 1 to 3 characters, pinyin, initials, scope")
    if ($4 !~ /^(term|place|surname)$/)
        die("unknown scope " $4)
    row = ($4 == "surname") "," n
    for (i = 1; i <= 3; i++) {
        if (i <= n && cp[i] > 65535)
            die("a phrase needs characters up to U+FFFF")
        row = row "," (i <= n ? cp[i] : 0)
    }
    for (i = 1; i <= 3; i++)
        row = row "," (i <= n ? syllable(part[i]) : 0)
    # by first character, the longer word first
    key = cp[1] * 4 + 3 - n
    for (at = ++phrases; at > 1 && phrase_key[at - 1] > key; at--) {
        phrase_key[at] = phrase_key[at - 1]
        phrase[at] = phrase[at - 1]
    }
    phrase_key[at] = key
    phrase[at] = row
}

END {
    if (failed)
        exit 1
    if (!others || !phrases || syllables > 16383)
        die("a table is empty or too large")
    print "/* Made by src/core/pinyin.awk: do not edit. */"
    print "#include <stddef.h>\n#include <stdint.h>\n"
    print "const char bb_pinyin_syllable[][7] = {\n\"\","
    for (i = 1; i <= syllables; i++)
        printf "\"%s\",%s", syllable_name[i], i % 12 ? "" : "\n"
    print "};\n\nconst uint16_t bb_pinyin_pool[] = {\n0,"
    for (i = 1; i < pools; i++)
        printf "%d,%s", pool[i], i % 20 ? "" : "\n"
    print "};\n\nconst uint16_t bb_pinyin_direct[] = {"
    for (i = first; i <= last; i++)
        printf "%d,%s", direct[i], i % 20 ? "" : "\n"
    print "};\n\nconst uint32_t bb_pinyin_other[][2] = {"
    for (i = 1; i <= others; i++)
        printf "{%d,%d},%s", other_char[i], other_value[i], i % 8 ? "" : "\n"
    printf "};\nconst size_t bb_pinyin_others = %d;\n\n", others
    print "const uint16_t bb_pinyin_phrase[][8] = {"
    for (i = 1; i <= phrases; i++)
        printf "{%s},\n", phrase[i]
    printf "};\nconst size_t bb_pinyin_phrases = %d;\n", phrases
}
