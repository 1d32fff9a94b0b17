#!/bin/bash -eu
# Builds every fuzz target into $OUT, with its dictionary, its seeds and the rules. Run by OSS-Fuzz in the source tree, and
# by anyone else who sets CC, CXX, CFLAGS, CXXFLAGS, LIB_FUZZING_ENGINE, OUT and WORK as it does.

names=$(cd tests/fuzz && echo fuzz_*.c | sed 's/fuzz_\([a-z_]*\)\.c/\1/g')
targets=
for name in $names; do targets="$targets $WORK/replylint/fuzz/$name"; done

# shellcheck disable=SC2086
make -j"$(nproc)" BUILD="$WORK/replylint" CC="$CC" CFLAGS="$CFLAGS" HARDENING= HARDENING_LD= \
	PKG_LIBS='-Wl,-Bstatic -lpcre2-8 -lyaml -ljansson -Wl,-Bdynamic' \
	FUZZ_LINK="$CXX $CXXFLAGS $LIB_FUZZING_ENGINE" $targets

for name in $names; do
	cp "$WORK/replylint/fuzz/$name" "$OUT/"
	cp "tests/fuzz/$name.dict" "$OUT/"
	(cd "tests/fuzz/seeds/$name" && zip -q -r "$OUT/${name}_seed_corpus.zip" .)
done
cp -R rules "$OUT/"
