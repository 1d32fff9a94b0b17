# replylint: `make` builds, `make try` shows it, `make check` tests it, `make lint` holds it to its style.
# Everything built goes to build/. Nothing touches the network but .ci/packages, which try, check and lint call.

BUILD ?= build
PREFIX ?= /usr/local
CC ?= cc
CORPUS ?=
VERSION = 0.1
PKGS = libpcre2-8 yaml-0.1 jansson
# So many things are built and tested at the same time; what each prints stays together.
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
IN_PARALLEL = -j$(JOBS) --output-sync=target
GOALS_WITHOUT_BUILD = try check check-full lint uninstall deb clean

WARN = -Wall -Wextra -Wpedantic -Wformat=2 -Wconversion -Wsign-conversion -Wshadow -Wundef -Wvla -Wimplicit-fallthrough \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wpointer-arith -Wwrite-strings -Wcast-qual \
	-Wcast-align -Wswitch-enum -Wdouble-promotion -Wnull-dereference -Wredundant-decls
CPPFLAGS += -Isrc -D_XOPEN_SOURCE=700 -DPCRE2_CODE_UNIT_WIDTH=8 -DREPLYLINT_VERSION='"$(VERSION)"' \
	-DREPLYLINT_RULES='"$(PREFIX)/share/replylint/rules"' $(PKG_CFLAGS)
CFLAGS ?= -O2 -g
OWN_CFLAGS = -std=c17 $(WARN) $(HARDENING) $(EXTRA_CFLAGS)
LIBS = $(PKG_LIBS) $(ICONV_LIBS)

SOURCES := $(filter-out src/main.c src/libexec/%,$(sort $(wildcard src/*/*.c)))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_SHARED := $(BUILD)/tests/fuzz/fuzz.o $(BUILD)/tests/fuzz/promises.o $(BUILD)/libreplylint.a
MANUALS := $(sort $(wildcard src/man/*.[157]))

# With METRICS, where there is its library; $(BUILD)/flags.mk tells.
PROGRAM = $(BUILD)/replylint $(BUILD)/rules.compiled $(if $(HTTP_LIBS),$(METRICS))
METRICS = $(BUILD)/libexec/replylint/metrics
.DEFAULT_GOAL := all

# What this compiler and this system can do, probed once.
$(BUILD)/flags.mk: Makefile
	@mkdir -p $(@D)
	@pkg-config --exists $(PKGS) || { echo "missing: $(PKGS); \`.ci/packages build' installs them" >&2; exit 1; }
	@{ printf 'PKG_CFLAGS = %s\nPKG_LIBS = %s\n' "$$(pkg-config --cflags $(PKGS))" "$$(pkg-config --libs $(PKGS))"; \
	! pkg-config --exists libseccomp || printf 'PKG_CFLAGS += -DREPLYLINT_SECCOMP %s\nPKG_LIBS += %s\n' \
	"$$(pkg-config --cflags libseccomp)" "$$(pkg-config --libs libseccomp)"; \
	printf 'HTTP_LIBS = %s\n' "$$(pkg-config --libs libmicrohttpd 2>/dev/null)"; \
	printf 'HARDENING ='; for flag in -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection \
	-fcf-protection -ftrivial-auto-var-init=zero -fPIE; do \
	$(CC) -Werror $$flag -O2 -x c -c -o /dev/null /dev/null 2>/dev/null && printf ' %s' $$flag; done; \
	printf '\nHARDENING_LD ='; for flag in -pie -Wl,-z,relro,-z,now,-z,noexecstack; do \
	echo 'int main(void){return 0;}' | $(CC) -Werror -fPIE $$flag -x c -o /dev/null - 2>/dev/null && printf ' %s' $$flag; done; \
	printf '\nICONV_LIBS ='; printf '#include <iconv.h>\nint main(void){return iconv_open("","")==0;}\n' | \
	$(CC) -x c -o /dev/null - 2>/dev/null || printf ' -liconv'; echo; } >$@

# Nothing is written beside the sources.
export PYTHONDONTWRITEBYTECODE = 1

ifneq ($(filter-out $(GOALS_WITHOUT_BUILD),$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/flags.mk
endif

all: $(PROGRAM)

$(BUILD)/replylint: $(BUILD)/src/main.o $(BUILD)/libreplylint.a
	$(CC) $(HARDENING_LD) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(METRICS): $(BUILD)/src/libexec/metrics.o $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(HARDENING_LD) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(HTTP_LIBS) $(LIBS)

# What the shipped rules load from, made by the program itself; only the code that made it reads it.
RULE_FILES := $(shell find rules -name '*.yml')
ENGINE_FILES := $(sort $(wildcard src/base/*.[ch] src/lint/*.[ch]))
$(BUILD)/rules.compiled: $(BUILD)/replylint $(RULE_FILES)
	$(BUILD)/replylint compile-rules $@

$(BUILD)/src/lint/compiled.o $(BUILD)/src/lint/compiled_write.o: $(ENGINE_FILES)
$(BUILD)/src/lint/compiled.o $(BUILD)/src/lint/compiled_write.o: \
	CPPFLAGS += -DREPLYLINT_ENGINE='"$(VERSION) $(shell cat $(ENGINE_FILES) | cksum | cut -d" " -f1)"'

$(BUILD)/libreplylint.a: $(OBJECTS)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/%.o: %.c $(BUILD)/flags.mk
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) $(HARDENING_LD) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libreplylint.a \
		$(LIBS) $$(pkg-config --libs cmocka)

# What a newcomer runs first: whatever is missing is installed, then the sample reply of the README is linted.
try:
	@.ci/packages build
	@$(MAKE) -q all >/dev/null 2>&1 || echo 'building ...'
	@$(MAKE) --no-print-directory -s all
	@echo '$$ build/replylint tests/cases/stories/capitals-reply/reply.eml' && \
	$(BUILD)/replylint --isolated tests/cases/stories/capitals-reply/reply.eml || test $$? = 1
	@echo && echo '$$ build/replylint --fix --unsafe-fixes --stdout tests/cases/stories/capitals-reply/reply.eml' && \
	$(BUILD)/replylint --isolated --quiet --exit-zero --fix --unsafe-fixes --stdout tests/cases/stories/capitals-reply/reply.eml

check:
	@.ci/packages test
	@$(MAKE) --no-print-directory -s $(IN_PARALLEL) check-all

check-all: unit examples cases html5lib gumbo

unit: $(UNIT_TESTS)
	@set -e; for t in $(UNIT_TESTS); do $$t >$$t.log 2>&1 || { cat $$t.log; exit 1; }; grep -h 'PASSED' $$t.log | sed "s|^|$$(basename $$t): |"; done

# The examples of every rule, and those of the catalogue.
examples: $(PROGRAM)
	$(BUILD)/replylint test-rules
	$(BUILD)/replylint test-rules tests/cases/catalogue

# The command line, and the ways it can go wrong.
check-all: system
.PHONY: system
system: $(PROGRAM)
	python3 tests/system/run.py $(BUILD)/replylint

# Whole mails.
cases: $(PROGRAM)
	python3 tests/cases/run.py $(BUILD)/replylint
	python3 -B tests/cases/phrasings.py $(BUILD)/replylint

# How often each rule is right; MAILS=DIR: over other mails, laid out as tests/cases is.
MAILS ?=
accuracy: $(PROGRAM)
	python3 -B tests/cases/accuracy.py $(BUILD)/replylint $(MAILS)
	@$(if $(MAILS),,python3 -B tests/cases/phrasings.py $(BUILD)/replylint --count)

# What holds of every word, finding and fix: over all cases, the rules' examples, and what is below CORPUS. Only one of so
# many mails is tried in other encodings here, each in check-full.
PROPERTIES_ONE_OF ?= 5
check-all: properties
properties: $(PROGRAM) $(BUILD)/properties/pages $(BUILD)/properties/specimens
	python3 -B tests/properties/run.py $(BUILD) $(CORPUS) --one-of $(PROPERTIES_ONE_OF)

$(BUILD)/properties/%: tests/properties/%.c $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) $(HARDENING_LD) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libreplylint.a $(LIBS)

# The HTML tokenizer against html5lib's tests.
$(BUILD)/tests/html5lib: tests/html5lib/tokens.c $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) $(HARDENING_LD) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libreplylint.a $(LIBS)

html5lib: $(BUILD)/tests/html5lib
	@if [ -d '$(CORPUS)/html5lib-tokenizer' ]; then python3 tests/html5lib/run.py $< $(CORPUS)/html5lib-tokenizer/tokenizer; \
	else echo 'html5lib: SKIPPED, there is no html5lib-tokenizer/ in CORPUS=$(CORPUS)'; fi

# The HTML reader against gumbo's tree: our samples, and what is below CORPUS.
$(BUILD)/tests/gumbo: tests/gumbo/trees.c $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) $(HARDENING_LD) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libreplylint.a \
		$(LIBS) $$(pkg-config --cflags --libs gumbo)

gumbo: $(BUILD)/tests/gumbo
	python3 -B tests/gumbo/run.py $< $(CORPUS)

# The mail reader against GMime and Python's email package: our own mails, and what is below CORPUS.
$(BUILD)/differential/read_ours: tests/differential/read_ours.c tests/differential/dump.c $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) $(HARDENING_LD) $(LDFLAGS) -o $@ $(filter-out %.h,$^) $(LIBS)

$(BUILD)/differential/read_gmime: tests/differential/read_gmime.c tests/differential/dump.c # GMime is not held to our flags
	@mkdir -p $(@D)
	$(CC) -std=c17 -O1 -g $$(pkg-config --cflags gmime-3.0 jansson) -o $@ $(filter-out %.h,$^) $$(pkg-config --libs gmime-3.0 jansson)

$(BUILD)/differential/read_ours $(BUILD)/differential/read_gmime: tests/differential/dump.h

check-all: differential
.PHONY: differential
differential: $(BUILD)/differential/read_ours $(BUILD)/differential/read_gmime
	python3 tests/differential/run.py $(<D) $(CORPUS)

lint:
	@.ci/packages lint
	@$(MAKE) --no-print-directory $(IN_PARALLEL) lint-all

lint-all:
	tests/shape/format
	tests/shape/lengths
	tests/shape/layers
	tests/shape/headers
	$(MAKE) --no-print-directory -s BUILD=$(BUILD)/gcc CC=gcc EXTRA_CFLAGS=-Werror all
	tests/shape/globals $(BUILD)/gcc
	$(MAKE) --no-print-directory -s BUILD=$(BUILD)/clang CC=clang EXTRA_CFLAGS=-Werror all
	tests/shape/tidy
	cppcheck -j $(JOBS) --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -Isrc \
		-DPCRE2_CODE_UNIT_WIDTH=8 --suppress=missingIncludeSystem --suppressions-list=tests/shape/cppcheck.supp src

# The fuzz targets' seeds, and every input that once broke one: tests/fuzz/seeds/*.
check-all: seeds
.PHONY: seeds
seeds: $(FUZZ_NAMES:%=$(BUILD)/seeds/%)
	@set -e; for name in $(FUZZ_NAMES); do printf 'seeds: %s: ' $$name; REPLYLINT_RULES=rules \
		$(BUILD)/seeds/$$name tests/fuzz/seeds/$$name 2>$(BUILD)/seeds/$$name.log || { tail -30 $(BUILD)/seeds/$$name.log; exit 1; }; done

$(BUILD)/seeds/%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay.o $(FUZZ_SHARED)
	@mkdir -p $(@D)
	$(CC) $(HARDENING_LD) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# Hostile input ends in time and memory: small here, at its full size in check-full.
check-all: hostile
.PHONY: hostile
HOSTILE_SIZE ?= 0.001
HOSTILE_FLIPS ?= 400
hostile: $(PROGRAM) $(BUILD)/hostile/mangle
	python3 -B tests/hostile/limits.py $(BUILD)/replylint
	$(BUILD)/hostile/mangle rules $(HOSTILE_FLIPS) tests/hostile/sample.eml tests/hostile/sample.html
	python3 -B tests/hostile/bombs.py $(BUILD)/replylint
	python3 -B tests/hostile/run.py $(BUILD)/replylint --size $(HOSTILE_SIZE) $(if $(findstring sanitize,$(BUILD)),--slack 8)

# Twice the hostile input takes at most 2.3 times as long: in check-full, where there is time to measure.
.PHONY: growth
growth: $(BUILD)/hostile/stopwatch
	python3 -B tests/hostile/growth.py $< rules

$(BUILD)/hostile/%: tests/hostile/%.c $(BUILD)/tests/fuzz/promises.o $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) $(HARDENING_LD) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $(filter %.c %.o %.a,$^) $(LIBS)

# The tests again under the sanitizers and valgrind, and the fuzzers for FUZZ_SECONDS each.
FUZZ_SECONDS ?= 60
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
check-full: check
	tests/shape/tidy 225000
	$(MAKE) --no-print-directory properties PROPERTIES_ONE_OF=1
	$(MAKE) --no-print-directory hostile growth HOSTILE_SIZE=1 HOSTILE_FLIPS=5000
	$(MAKE) --no-print-directory BUILD=$(BUILD)/sanitize CC=clang HARDENING= CFLAGS='-O1 -g $(SANITIZE)' check-all
	$(MAKE) --no-print-directory valgrind
	$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzzing CC=clang HARDENING= CFLAGS='-O1 -g -fsanitize=fuzzer-no-link $(SANITIZE)' fuzz

# One process for each mail: only many make PCRE2 write machine code, which valgrind cannot follow.
VALGRIND = valgrind -q --leak-check=full --error-exitcode=3 $(BUILD)/replylint --isolated --exit-zero
VALGRIND_MAILS = $(wildcard tests/cases/stories/*/*.eml tests/cases/flawed/[a-c]*/mail.*)
valgrind: $(PROGRAM)
	@set -e; for mail in $(VALGRIND_MAILS); do $(VALGRIND) $$mail >/dev/null; done
	@set -e; for mail in $(wildcard tests/cases/stories/*/*.eml); do $(VALGRIND) --quiet --fix --unsafe-fixes --diff $$mail >/dev/null; done
	@echo 'valgrind: $(words $(VALGRIND_MAILS)) mails judged'

# Alone: make fuzz BUILD=build/fuzzing CC=clang HARDENING= CFLAGS=(as above) FUZZ_NAMES=html FUZZ_SECONDS=1200
fuzz: $(FUZZ_NAMES:%=$(BUILD)/fuzz/%)
	@tests/fuzz/run $(BUILD) $(FUZZ_SECONDS) $(FUZZ_NAMES)

FUZZ_LINK ?= $(CC) $(CFLAGS) -fsanitize=fuzzer
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/fuzz_%.o $(FUZZ_SHARED)
	@mkdir -p $(@D)
	$(FUZZ_LINK) $(LDFLAGS) -o $@ $^ $(LIBS)

.SECONDARY: $(FUZZ_NAMES:%=$(BUILD)/tests/fuzz/fuzz_%.o) $(BUILD)/tests/fuzz/replay.o $(FUZZ_SHARED)

# What words say of a message's kind, learned anew from the cases.
.PHONY: kind-words
kind-words: $(BUILD)/kinds/words
	python3 -B tests/kinds/learn.py $< rules tests/cases >$(BUILD)/kinds/list
	mv $(BUILD)/kinds/list rules/en/lists/kind-words.txt

$(BUILD)/kinds/words: tests/kinds/words.c $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -std=c17 $(HARDENING) $(CFLAGS) $(HARDENING_LD) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libreplylint.a $(LIBS)

bench: $(PROGRAM) $(BUILD)/tests/reading
	python3 tests/bench/run.py $(BUILD)/replylint
	python3 tests/bench/reading.py $(BUILD)/replylint $(BUILD)/tests/reading
	python3 tests/bench/mailpath.py $(BUILD)/replylint

$(BUILD)/tests/reading: tests/bench/reading.c $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -std=c17 $(HARDENING) $(CFLAGS) $(HARDENING_LD) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libreplylint.a \
		$(LIBS) $$(pkg-config --cflags --libs gmime-3.0)

SHARE = $(DESTDIR)$(PREFIX)/share
LIB = $(DESTDIR)$(PREFIX)/lib
LIBEXEC = $(DESTDIR)$(PREFIX)/libexec/replylint
UNITS ?= $(PREFIX)/lib/systemd/system
COMPLETIONS = bash-completion/completions/replylint zsh/site-functions/_replylint fish/vendor_completions.d/replylint.fish

install: $(PROGRAM)
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(SHARE)/replylint"
	install -m 755 $(BUILD)/replylint "$(DESTDIR)$(PREFIX)/bin/replylint"
	rm -rf "$(SHARE)/replylint/rules"
	cp -R rules "$(SHARE)/replylint/"
	install -d "$(LIB)/replylint"
ifneq ($(HTTP_LIBS),)
	install -d "$(LIBEXEC)"
	install -m 755 $(METRICS) "$(LIBEXEC)/metrics"
endif
	REPLYLINT_RULES="$(SHARE)/replylint/rules" $(BUILD)/replylint compile-rules "$(LIB)/replylint/rules.compiled"
	for page in $(MANUALS); do d="$(SHARE)/man/man$${page##*.}"; install -d "$$d" && install -m 644 $$page "$$d/" || exit; done
	for file in $(COMPLETIONS); do install -d "$(SHARE)/$${file%/*}" && \
		$(BUILD)/replylint completion "$${file%%[-/]*}" >"$(SHARE)/$$file" || exit; done
ifeq ($(shell uname),Linux)
	install -d "$(DESTDIR)$(UNITS)" "$(LIB)/sysusers.d"
	for unit in replylint.socket replylint.service; do sed 's|@PREFIX@|$(PREFIX)|' src/systemd/$$unit >"$(DESTDIR)$(UNITS)/$$unit" || exit; done
	install -m 644 src/systemd/replylint.conf "$(LIB)/sysusers.d/replylint.conf"
endif

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/replylint"
	rm -rf "$(SHARE)/replylint" "$(LIB)/replylint" "$(LIBEXEC)"
	for page in $(MANUALS); do rm -f "$(SHARE)/man/man$${page##*.}/$${page##*/}"; done
	for file in $(COMPLETIONS); do rm -f "$(SHARE)/$$file"; done
	rm -f "$(DESTDIR)$(UNITS)/replylint.socket" "$(DESTDIR)$(UNITS)/replylint.service" "$(LIB)/sysusers.d/replylint.conf"

# A Debian package, made in build/deb, where it stays; lintian has nothing to say about it.
DEB = $(BUILD)/deb/replylint-$(VERSION)
deb:
	@.ci/packages deb
	rm -rf $(BUILD)/deb
	mkdir -p $(DEB)
	cp -R Makefile README.md LICENSE rules src $(DEB)
	cp -R src/debian $(DEB)/debian
	cp src/systemd/replylint.conf $(DEB)/debian/replylint.sysusers
	sed -n '/^Permission/,$$p' LICENSE | sed 's/^$$/./; s/^/ /' >>$(DEB)/debian/copyright
	printf 'replylint (%s) unstable; urgency=medium\n\n  * As built from source.\n\n -- %s  %s\n' $(VERSION) \
		"$$(sed -n 's/^Maintainer: //p' src/debian/control)" "$$(date -R)" >$(DEB)/debian/changelog
	cd $(DEB) && env -u MAKEFLAGS -u MAKELEVEL dpkg-buildpackage --build=binary --no-sign >../build.log 2>&1 || { tail -30 ../build.log; exit 1; }
	lintian --fail-on error,warning $(BUILD)/deb/replylint_*.changes

.PHONY: uninstall deb

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -path $(BUILD)/deb -prune -o -name '*.d' -type f -print 2>/dev/null)

.PHONY: all try check check-all unit examples cases accuracy properties html5lib gumbo lint lint-all check-full valgrind fuzz bench install clean
.DELETE_ON_ERROR:
