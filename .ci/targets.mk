# Targets that people call; the rules that build stand in the Makefile.

.PHONY: interop help run deps test lint check-asan check-valgrind coverage bench bless po man install uninstall

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install what is missing (apt; says what)
	$(Q).ci/deps

run: deps ## install what is missing, build, open the program on a demo database
	$(Q)$(MAKE) --no-print-directory build
	$(Q)test -e build/demo/bangban.db || { mkdir -p build/demo && chmod 700 build/demo && \
	    $(BIN) --db build/demo/bangban.db init --demo; }
	$(Q)case "$$(locale charmap 2>/dev/null)" in UTF-8) ;; *) export LANG=C.UTF-8 LC_ALL=C.UTF-8 ;; esac; \
	    $(BIN) --db build/demo/bangban.db

test: ## install what is missing, build, run every suite
	$(Q).ci/deps test
	$(Q)$(MAKE) --no-print-directory test-built

.PHONY: test-built
test-built: build test-programs
	$(Q)B=$(B) sh tests/run.sh

lint: ## rooms, form, names, shell, man pages
	$(Q).ci/deps lint
	$(Q)sh .ci/lint

check-asan: ## every suite under AddressSanitizer and UBSan
	$(Q).ci/deps test
	$(Q)ASAN_OPTIONS=detect_leaks=1 CK_TIMEOUT_MULTIPLIER=10 $(MAKE) --no-print-directory FLAVOUR=asan B=build/asan test-built

check-valgrind: ## the smoke suite under valgrind
	$(Q).ci/deps valgrind
	$(Q)$(MAKE) --no-print-directory FLAVOUR=debug B=build/debug build
	$(Q)B=build/debug sh tests/valgrind.sh

coverage: ## branch coverage of the rooms
	$(Q).ci/deps coverage
	$(Q)$(MAKE) --no-print-directory FLAVOUR=coverage B=build/coverage test-built
	$(Q)B=build/coverage sh .ci/coverage

man: build ## renew what the manual pages and the completion take from tables
	$(Q)sh man/renew.sh $(BIN)

bless: build test-programs ## accept what screens and commands print now as expected; review the difference
	$(Q)B=$(B) sh tests/cli/run.sh --bless
	$(Q)BANGBAN_BLESS=1 $(B)/tests/ui

# The npm packages are test tools, pinned by the lock beside them; nothing else needs node.
interop: build ## packets in strangers' hands: npm packages, openssl, sha256sum (COUNT=200)
	$(Q)command -v npm >/dev/null || .ci/deps interop
	$(Q)mkdir -p build/interop && cp tests/interop/package.json tests/interop/package-lock.json build/interop
	$(Q)cd build/interop && npm ci --ignore-scripts --no-audit --no-fund --silent
	$(Q)B=$(B) INTEROP=build/interop COUNT=$(or $(COUNT),200) sh tests/interop/check.sh

clean: ## remove everything that was built
	$(Q)rm -rf build

install: build ## install under DESTDIR and PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/bangban $(DESTDIR)$(PREFIX)/share
	install -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/bangban
	ln -sf bangban $(DESTDIR)$(PREFIX)/bin/bangban-kiosk
	install -m 755 $(HELPERS) $(DESTDIR)$(PREFIX)/libexec/bangban
	for file in $(SHARED:$(B)/%=%) $(MO:$(B)/%=%); do \
	    install -D -m 644 $(B)/$$file $(DESTDIR)$(PREFIX)/$$file || exit 1; done
	for page in man/*.[1-8]; do \
	    install -D -m 644 $$page $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/} || exit 1; done
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	install -m 644 data/systemd/*.timer $(DESTDIR)$(PREFIX)/lib/systemd/system
	for unit in bangban-sync.service bangban-backup.service bangban-kiosk@.service; do \
	    sed 's#@BINDIR@#$(PREFIX)/bin#' data/systemd/$$unit.in > $(DESTDIR)$(PREFIX)/lib/systemd/system/$$unit; done
	install -D -m 644 data/completion/bangban $(DESTDIR)$(PREFIX)/share/bash-completion/completions/bangban

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/bangban $(DESTDIR)$(PREFIX)/bin/bangban-kiosk
	rm -rf $(DESTDIR)$(PREFIX)/libexec/bangban $(DESTDIR)$(PREFIX)/share/bangban
	rm -f $(MO:$(B)/%=$(DESTDIR)$(PREFIX)/%) $(DESTDIR)$(PREFIX)/share/bash-completion/completions/bangban
	rm -f $(patsubst data/systemd/%,$(DESTDIR)$(PREFIX)/lib/systemd/system/%,$(patsubst %.in,%,$(wildcard data/systemd/*)))
	for page in man/*.[1-8]; do rm -f $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}; done

# The words of every room. No places and no dates, so that a file changes when a word does.
PO_SOURCES := $(sort $(wildcard src/*/*.c src/*.c include/bangban/*/*.h))
po: ## bring data/po up to the strings of the sources
	$(Q)mkdir -p $(B)
	$(Q)xgettext --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ --no-location --package-name=bangban \
	    -o - $(PO_SOURCES) | sed '/^"POT-Creation-Date:/d' > $(B)/bangban.pot
	$(Q)for po in data/po/*.po; do \
	    msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-location $$po $(B)/bangban.pot && \
	    msgattrib --no-obsolete --no-location -o $$po $$po && msgfmt --check --statistics -o /dev/null $$po || exit 1; done
