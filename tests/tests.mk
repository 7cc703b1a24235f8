# The tests that drive the whole program in a terminal, and the benchmark. Included by the Makefile.

# ---- end to end: $(B)/tests/pty finds the program beside itself, in $(B)/bin ---------------------------
TESTSRC_pty := $(wildcard tests/pty/test_*.c)
PTY_OBJ     := $(B)/obj/tests/pty/pty.o
LIBS_pty    := -lvterm -lutil
$(B)/gen/suite_pty.c: tests/suite.awk $(TESTSRC_pty)
	$(Q)mkdir -p $(@D) && printf '%s\n' $(TESTSRC_pty) | awk -v room=pty -f tests/suite.awk > $@
$(B)/tests/pty: $(patsubst tests/%.c,$(B)/obj/tests/%.o,$(wildcard tests/pty/*.c)) $(B)/obj/tests/suite.o \
        $(B)/obj/gen/suite_pty.o $(call room_archives,base) | build
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIBS_pty) $(shell pkg-config --libs check)

.PHONY: pty-test
pty-test: $(B)/tests/pty ## play the screens end to end in a terminal
	$(Q)$(B)/tests/pty

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
