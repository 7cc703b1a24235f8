# The tests that drive the whole program in a terminal, and the benchmark. Included by the Makefile.

# ---- end to end: $(B)/tests/pty finds the program beside itself, in $(B)/bin ---------------------------
TESTSRC_pty := $(wildcard tests/pty/test_*.c)
PTY_OBJ     := $(B)/obj/tests/pty/pty.o
LIBS_pty    := -lvterm -lutil -lsqlite3
$(B)/gen/suite_pty.c: tests/suite.awk $(TESTSRC_pty)
	$(Q)mkdir -p $(@D) && printf '%s\n' $(TESTSRC_pty) | awk -v room=pty -f tests/suite.awk > $@
$(B)/tests/pty: $(patsubst tests/%.c,$(B)/obj/tests/%.o,$(wildcard tests/pty/*.c)) $(B)/obj/tests/suite.o \
        $(B)/obj/gen/suite_pty.o $(call room_archives,base) | build
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIBS_pty) $(shell pkg-config --libs check)

.PHONY: pty-test
pty-test: $(B)/tests/pty ## play the screens end to end in a terminal
	$(Q)$(B)/tests/pty

# ---- fuzzing: one target a parser; `make test` plays the committed corpora back --------------------------------
FUZZ_USES  := app view packet store core base
FUZZ_LIBS   = $(call room_libs,app packet store) -lzip
FUZZ_OBJ   := $(B)/obj/tests/fuzz/targets.o $(B)/obj/tests/fuzz/door.o
$(B)/obj/tests/fuzz/test_replay.o: ALL_CFLAGS += -DFUZZ_CORPUS='"$(CURDIR)/tests/fuzz/corpus"'
$(B)/gen/suite_fuzz.c: tests/suite.awk tests/fuzz/test_replay.c
	$(Q)mkdir -p $(@D) && echo tests/fuzz/test_replay.c | awk -v room=fuzz -f tests/suite.awk > $@
$(B)/tests/fuzz: $(FUZZ_OBJ) $(B)/obj/tests/fuzz/test_replay.o $(B)/obj/tests/suite.o $(B)/obj/gen/suite_fuzz.o \
        $(call room_archives,$(FUZZ_USES))
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $^ $(FUZZ_LIBS) $(shell pkg-config --libs check)
$(B)/fuzz/%: tests/fuzz/fuzzer.c $(FUZZ_OBJ) $(call room_archives,$(FUZZ_USES))
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -Itests -DFUZZ_TARGET='"$*"' $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(FUZZ_LIBS)

FUZZ_TARGETS := $(notdir $(wildcard tests/fuzz/corpus/*))
FUZZ_SECONDS ?= 60
.PHONY: fuzz fuzz-built
fuzz: ## fuzz every parser for FUZZ_SECONDS (60) each; what is new goes to build/fuzz/corpus
	$(Q).ci/deps fuzz
	$(Q)$(MAKE) --no-print-directory FLAVOUR=fuzz CC=clang B=build/fuzz fuzz-built
fuzz-built: $(FUZZ_TARGETS:%=$(B)/fuzz/%)
	$(Q)for target in $(FUZZ_TARGETS); do \
	    mkdir -p $(B)/corpus/$$target && echo "fuzz $$target" && \
	    $(B)/fuzz/$$target -max_total_time=$(FUZZ_SECONDS) -timeout=10 -print_final_stats=1 \
	        -artifact_prefix=$(B)/$$target- $(B)/corpus/$$target tests/fuzz/corpus/$$target 2> $(B)/$$target.log || \
	    { tail -n 40 $(B)/$$target.log; exit 1; }; \
	    grep -E 'number_of_executed_units|new_units_added' $(B)/$$target.log; done

# ---- many times what the suites try, with figures -------------------------------------------------------------
SOAK ?= 20
SOAK_SUITES := faults memory power processes damage
.PHONY: soak
soak: $(B)/tests/store $(B)/tests/app $(B)/tests/hub $(B)/tests/pty build ## faults, kills, power cuts, damage, nights of a district, screens on one file: SOAK (20) times as many as in every suite
	$(Q)CK_RUN_SUITE=power BANGBAN_SOAK=$(SOAK) $(B)/tests/store
	$(Q)for suite in $(SOAK_SUITES); do CK_RUN_SUITE=$$suite BANGBAN_SOAK=$(SOAK) $(B)/tests/app || exit 1; done
	$(Q)CK_RUN_SUITE=simulation BB_SIM_RUNS=$$(($(SOAK) * 5)) $(B)/tests/hub
	$(Q)CK_RUN_SUITE=hostile BANGBAN_SOAK=1 $(B)/tests/hub
	$(Q)CK_RUN_CASE=many BANGBAN_SOAK=$(SOAK) $(B)/tests/pty

.PHONY: mutants
mutants: build ## take every guard out in turn: the suite that stands for it must fail (GUARDS="word …" chooses)
	$(Q)sh tests/mutants/mutate.sh $(GUARDS)

# ---- benchmark: figures beside a reference; judges nothing -----------------------------------------------
# The floor program loads the counter process's libraries, needed or not, so that both start from the same place.
$(B)/bench/floor: $(B)/obj/tests/bench/floor.o
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -Wl,--no-as-needed -o $@ $^ $(LIBS_ui) $(LIBS_store) $(LIBS_app)
BENCH_OBJ := $(patsubst tests/%.c,$(B)/obj/tests/%.o,$(filter-out tests/bench/floor.c,$(wildcard tests/bench/*.c))) $(PTY_OBJ)
$(B)/bench/bench: $(BENCH_OBJ) $(call room_archives,app packet store core base)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $^ $(call room_libs,app packet store) $(LIBS_pty)

BENCH_DATA := build/bench
.PHONY: bench
bench: build $(B)/bench/bench $(B)/bench/floor ## figures with their ratio to a reference (RESULTS=1 writes tests/bench/RESULTS.md)
	$(Q)$(B)/bench/bench --data $(BENCH_DATA) $(if $(RESULTS),--results tests/bench/RESULTS.md) $(BENCH_ARGS)
