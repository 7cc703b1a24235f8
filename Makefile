# bangban: build, test, install. `make help` lists the targets. V=1 shows the commands.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
FLAVOUR ?= release
B       ?= build/$(FLAVOUR)
CC      ?= cc
V       ?= 0
Q       := $(if $(filter 1,$(V)),,@)
say      = $(if $(filter 1,$(V)),,@printf '  %-8s %s\n' $(1) $(2))

# ---- flags -------------------------------------------------------------------------------------
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
        -Wvla -Wformat=2 $(if $(CI),-Werror)
FLAVOUR_CFLAGS_release  := -O2 -g -D_FORTIFY_SOURCE=2
FLAVOUR_CFLAGS_debug    := -O0 -g3
FLAVOUR_CFLAGS_asan     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAVOUR_CFLAGS_coverage := -O0 -g --coverage
FLAVOUR_CFLAGS_fuzz     := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
CFLAGS  ?=
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -DBB_VERSION='"$(VERSION)"' -Iinclude -I$(B)/gen $(WARN) -fstack-protector-strong -fPIE \
        $(FLAVOUR_CFLAGS_$(FLAVOUR)) $(CFLAGS)
ALL_LDFLAGS := -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(filter -fsanitize=% --coverage,$(FLAVOUR_CFLAGS_$(FLAVOUR))) $(LDFLAGS)

# ---- rooms, bottom up: each may use only those named after it (architecture.md) --------------------
ROOMS := base core store packet app hub view ui cli
USES_base   :=
USES_core   := base
USES_store  := core base
USES_packet := core base
USES_app    := packet store core base
USES_hub    := app packet store core base
USES_view   := core base
USES_ui     := view app packet store core base
USES_cli    := hub app packet store core base

LIBS_store  := -lsqlite3
LIBS_packet := -lcrypto
LIBS_app    := -lconfig -lcrypto
LIBS_ui     := -lpanelw -lncursesw -ltinfo
room_libs    = $(foreach r,$(1),$(LIBS_$(r)))
room_archives = $(foreach r,$(1),$(B)/lib/lib$(r).a)

define room_rules
SRC_$(1) := $$(wildcard src/$(1)/*.c)
OBJ_$(1) := $$(SRC_$(1):src/%.c=$(B)/obj/%.o) $$(GEN_$(1):%=$(B)/obj/gen/%.o)
# The folder is named so that a file that went leaves the archive.
$(B)/lib/lib$(1).a: $$(OBJ_$(1)) src/$(1)
	$$(call say,AR,$$(@F))
	$(Q)mkdir -p $$(@D) && rm -f $$@ && ar rcs $$@ $$(filter %.o,$$^)
endef

# Generated sources: one list each, turned into C.
GEN_store := sql
GEN_core  := pinyin_table
GEN_hub   := pg
$(foreach r,$(ROOMS),$(eval $(call room_rules,$(r))))

SQL_FILES := $(sort $(wildcard data/sql/migrations/*.sql)) data/sql/queries.sql
$(B)/gen/sql.c: src/store/embed.awk $(SQL_FILES)
	$(call say,GEN,$(@F))
	$(Q)mkdir -p $(@D) && LC_ALL=C awk -v header=$(B)/gen/sql.h -f $^ > $@
$(B)/gen/sql.h: $(B)/gen/sql.c ;
PG_FILES := $(sort $(wildcard data/sql/postgres/migrations/*.sql)) data/sql/postgres/queries.sql
$(B)/gen/pg.c: src/store/embed.awk $(PG_FILES)
	$(call say,GEN,$(@F))
	$(Q)mkdir -p $(@D) && LC_ALL=C awk -v set=pg -v header=$(B)/gen/pg.h -f $^ > $@
$(B)/gen/pg.h: $(B)/gen/pg.c ;
$(B)/gen/pinyin_table.c: src/core/pinyin.awk data/pinyin.tsv data/pinyin_phrases.tsv
	$(call say,GEN,$(@F))
	$(Q)mkdir -p $(@D) && LC_ALL=C awk -f $^ > $@
$(OBJ_store): $(B)/gen/sql.h
$(OBJ_hub): $(B)/gen/pg.h

$(B)/obj/gen/%.o: $(B)/gen/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -Itests -MMD -MP -c -o $@ $<
$(B)/obj/libexec/postgres.o: ALL_CFLAGS += -isystem $(shell pg_config --includedir 2>/dev/null)
$(B)/obj/%.o: src/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# ---- programs ------------------------------------------------------------------------------------
# The build folder has the layout of an installation, so the program finds its parts in one way:
# bin/bangban, libexec/bangban/*, share/bangban/*, share/locale/*.
BIN     := $(B)/bin/bangban
HELPERS := $(patsubst src/libexec/%.c,$(B)/libexec/bangban/bangban-%,$(wildcard src/libexec/*.c))
LIBEXEC_LIBS_zip := -lzip
LIBEXEC_LIBS_workbook := -lxlsxwriter
LIBEXEC_LIBS_transport := -lcurl
LIBEXEC_LIBS_postgres := -lpq
MO      := $(patsubst data/po/%.po,$(B)/share/locale/%/LC_MESSAGES/bangban.mo,$(wildcard data/po/*.po))
DATA    := data/units.csv data/items.csv data/kb.csv data/names.csv data/pinyin.tsv data/pinyin_phrases.tsv $(wildcard data/holidays/*.csv) $(wildcard data/demo/*.csv data/demo/*.conf) $(wildcard data/forms/*.form)
SHARED  := $(DATA:data/%=$(B)/share/bangban/%)

$(BIN): $(B)/obj/main.o $(call room_archives,cli ui view hub app packet store core base)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $^ $(call room_libs,ui app packet store)
$(B)/libexec/bangban/bangban-%: $(B)/obj/libexec/%.o $(call room_archives,packet core base)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBEXEC_LIBS_$*) -lcrypto
$(B)/share/locale/%/LC_MESSAGES/bangban.mo: data/po/%.po
	$(call say,MSGFMT,$@)
	$(Q)mkdir -p $(@D) && msgfmt --check -o $@ $<
$(B)/share/bangban/%: data/%
	$(Q)mkdir -p $(@D) && cp $< $@

.PHONY: all build
build: $(BIN) $(HELPERS) $(MO) $(SHARED)
all: deps
	$(Q)$(MAKE) --no-print-directory build

# ---- tests: one program per room, linked only with the rooms it may use ------------------------------
define test_rules
TESTSRC_$(1) := $$(wildcard tests/$(1)/test_*.c)
TESTOBJ_$(1) := $$(patsubst tests/%.c,$(B)/obj/tests/%.o,$$(wildcard tests/$(1)/*.c)) $(B)/obj/tests/suite.o $(B)/obj/gen/suite_$(1).o
$(B)/gen/suite_$(1).c: tests/suite.awk tests/$(1) $$(TESTSRC_$(1))
	$(Q)mkdir -p $$(@D) && printf '%s\n' $$(TESTSRC_$(1)) | awk -v room=$(1) -f tests/suite.awk > $$@
$(B)/tests/$(1): $$(TESTOBJ_$(1)) $(call room_archives,$(1) $(USES_$(1)))
	$$(call say,LINK,$$@)
	$(Q)mkdir -p $$(@D) && $(CC) $(ALL_LDFLAGS) -o $$@ $$^ $(call room_libs,$(1) $(USES_$(1))) $$(shell pkg-config --libs check) $$(TESTLIBS_$(1))
endef
TESTLIBS_ui := -lvterm -lutil
TESTLIBS_hub := -lzip
TESTLIBS_app := -Wl,--wrap=calloc,--wrap=realloc
$(foreach r,$(ROOMS),$(eval $(call test_rules,$(r))))
$(TESTOBJ_store): $(B)/gen/sql.h
$(B)/tests/packet $(B)/tests/app $(B)/tests/hub: | $(HELPERS)
$(B)/tests/ui: | $(MO)
ROOM_TESTS := $(foreach r,$(ROOMS),$(if $(TESTSRC_$(r)),$(B)/tests/$(r)))
$(B)/obj/tests/%.o: tests/%.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -Wno-missing-prototypes -Itests -MMD -MP -c -o $@ $<

-include $(wildcard $(B)/obj/*.d $(B)/obj/*/*.d $(B)/obj/*/*/*.d)

.PHONY: room-test
room-test: $(B)/tests/$(ROOM) ## run one room's suite: make room-test ROOM=core
	$(Q)$(B)/tests/$(ROOM)

.PHONY: test-programs
test-programs: $(ROOM_TESTS) $(B)/tests/pty $(B)/tests/fuzz

include tests/tests.mk
include .ci/targets.mk
