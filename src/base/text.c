#include "base/text.h"

#include <assert.h>

static const struct run *copy_run(struct arena *arena, size_t there, size_t span)
{
	struct run *run = ARENA_NEW(arena, struct run);
	*run = (struct run){.there = (uint32_t)there, .span = (uint32_t)span, .kind = RUN_COPY};
	return run;
}

const struct text *text_source(struct arena *arena, struct str bytes)
{
	struct text *text = ARENA_NEW(arena, struct text);
	assert(bytes.len <= TEXT_MAX);
	*text = (struct text){.step = TEXT_SOURCE, .bytes = bytes};
	return text;
}

const struct text *text_part(struct arena *arena, const struct text *from, struct span span)
{
	struct text *text = ARENA_NEW(arena, struct text);
	struct str bytes = str_span(from->bytes, span);

	*text = (struct text){.step = TEXT_PART, .bytes = bytes, .from = from};
	text->runs = copy_run(arena, span.at < from->bytes.len ? span.at : from->bytes.len, bytes.len);
	text->run_count = 1;
	return text;
}

/* The run that holds offset: the last that starts at or before it. */
static size_t run_index(const struct text *text, size_t offset)
{
	size_t low = 0, high = text->run_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (text->runs[middle].here <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Where the byte at offset begins (end == false) or ends in the text before. */
static size_t byte_back(const struct text *text, size_t offset, bool end)
{
	const struct run *run = &text->runs[run_index(text, offset)];
	size_t inside = offset - run->here;

	switch (run->kind) {
	case RUN_COPY:
		return run->there + inside + (end ? 1 : 0);
	case RUN_ATOM:
		return run->there + (end ? run->span : 0);
	case RUN_BASE64: {
		size_t quad = inside / 3 * 4 + inside % 3;
		size_t back = quad + (end ? 2 : 0);
		return run->there + (back < run->span ? back : run->span);
	}
	case RUN_BASE64_PAIR:
		return run->there + (!end ? inside : inside == 0 ? 2 : run->span);
	}
	return run->there;
}

static size_t place_back(const struct text *text, size_t offset)
{
	if (text->run_count == 0)
		return 0;
	if (offset < text->bytes.len)
		return byte_back(text, offset, false);
	return text->bytes.len ? byte_back(text, text->bytes.len - 1, true) : text->runs[0].there;
}

struct span text_back(const struct text *text, struct span span)
{
	if (!text->from)
		return span;
	size_t start = place_back(text, span.at);
	if (span.len == 0)
		return (struct span){start, 0};
	size_t end = byte_back(text, span.at + span.len - 1, true);
	return (struct span){start, end > start ? end - start : 0};
}

struct span text_origin(const struct text *text, struct span span)
{
	for (; text->from; text = text->from)
		span = text_back(text, span);
	return span;
}

bool text_is_verbatim(const struct text *text, struct span span)
{
	for (; text->from; text = text->from) {
		struct span back = text_back(text, span);
		if (!str_eq(str_span(text->bytes, span), str_span(text->from->bytes, back)))
			return false;
		if (text->step == TEXT_BASE64 || text->step == TEXT_UUENCODE)
			return false;
		span = back;
	}
	return true;
}

const struct text *text_root(const struct text *text)
{
	while (text->from)
		text = text->from;
	return text;
}

void text_begin(struct text_builder *builder, struct arena *arena, size_t max)
{
	*builder = (struct text_builder){0};
	buf_init(&builder->bytes, arena, max < TEXT_MAX ? max : TEXT_MAX);
}

static void add(struct text_builder *builder, struct str bytes, struct run run)
{
	size_t before = builder->bytes.len;

	buf_add(&builder->bytes, bytes);
	if (builder->bytes.len == before)
		return;
	run.here = (uint32_t)before;
	*vec_push(builder->bytes.arena, &builder->runs) = run;
}

void text_add_copy(struct text_builder *builder, struct str bytes, size_t there)
{
	struct run *last = builder->runs.count ? &builder->runs.at[builder->runs.count - 1] : NULL;

	if (last && last->kind == RUN_COPY && last->there + last->span == there) {
		size_t before = builder->bytes.len;
		buf_add(&builder->bytes, bytes);
		last->span += (uint32_t)(builder->bytes.len - before);
		return;
	}
	add(builder, bytes, (struct run){.there = (uint32_t)there, .span = (uint32_t)bytes.len, .kind = RUN_COPY});
}

void text_add_atom(struct text_builder *builder, struct str bytes, size_t there, size_t span)
{
	add(builder, bytes, (struct run){.there = (uint32_t)there, .span = (uint32_t)span, .kind = RUN_ATOM});
}

void text_add_base64(struct text_builder *builder, struct str bytes, size_t there, size_t span)
{
	add(builder, bytes, (struct run){.there = (uint32_t)there, .span = (uint32_t)span, .kind = RUN_BASE64});
}

void text_add_base64_pair(struct text_builder *builder, struct str bytes, size_t there, size_t span)
{
	add(builder, bytes, (struct run){.there = (uint32_t)there, .span = (uint32_t)span, .kind = RUN_BASE64_PAIR});
}

const struct text *text_build(struct text_builder *builder, enum text_step step, const struct text *from)
{
	struct text *text = ARENA_NEW(builder->bytes.arena, struct text);

	*text = (struct text){.step = step,
	                      .bytes = buf_str(&builder->bytes),
	                      .from = from,
	                      .runs = builder->runs.at,
	                      .run_count = builder->runs.count};
	return text;
}
