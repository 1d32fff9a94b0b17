#!/bin/sh
# Makes words.txt, given-names.txt and proper.txt from Debian's scowl (package scowl; licence in SCOWL-COPYRIGHT) and
# brands.txt. The other lists are written by hand; `sort` here is by bytes, as the program searches them.
set -eu
cd "$(dirname "$0")"
export LC_ALL=C
scowl=/usr/share/dict/scowl

lists() { # lists KIND SIZE...: the word lists of British, American and Australian English
	kind=$1; shift
	for size in "$@"; do
		for variety in english american british british_z canadian australian; do
			file=$scowl/$variety-$kind.$size
			[ -f "$file" ] && iconv -f ISO-8859-1 -t UTF-8 "$file"
		done
	done
	return 0
}

lists words 10 20 35 40 50 55 60 | sed "s/'s\$//" | grep -E "^[a-zà-ÿ]{2,}('[a-z]+)?\$|^[ai]\$" | sort -u >words.txt
lists contractions 35 | grep -E "^[a-z]+'[a-z]+\$" | sort -u - words.txt -o words.txt

# Names: key in lower case, the usual form behind a tab.
lists proper-names 35 50 | sed "s/'s\$//" | grep -E '^[A-Z][a-zà-ÿ]+$' | tr 'A-Z' 'a-z' | sort -u >given-names.txt
{ lists upper 10 20 35 40 50 60 | sed "s/'s\$//" | grep -E '^[A-Z][A-Za-zà-ÿ]+$' | awk '{ print tolower($0) "\t" $0 }'
cat brands.txt; } | sort -u -t '	' -k1,1 >proper.txt
