#include "lint/lint.h"

static const struct {
	const char *name, *emoji, *ascii;
} faces[FACE_COUNT] = {
    [FACE_SMILEY] = {"smiley", "\xf0\x9f\x98\x8a", ":-)"},
    [FACE_THINKING] = {"thinking", "\xf0\x9f\xa4\x94", ":-?"},
    [FACE_CONFUSED] = {"confused", "\xf0\x9f\x98\x95", ":-S"},
    [FACE_FROWNY] = {"frowny", "\xe2\x98\xb9\xef\xb8\x8f", ":-("},
    [FACE_ANGRY] = {"angry", "\xf0\x9f\x98\xa0", ">:-("},
};

const char *face_name(enum face face)
{
	return faces[face].name;
}

const char *face_emoji(enum face face)
{
	return faces[face].emoji;
}

const char *face_ascii(enum face face)
{
	return faces[face].ascii;
}
