#include "document/html_markup.h"

#include "document/html_look.h"

void html_markup_init(struct html_markup *markup, struct arena *arena, const struct text *html)
{
	*markup = (struct html_markup){.arena = arena, .made = ARENA_NEW(arena, struct markup), .base = html_ink_plain()};
	markup->made->html = html;
}

static bool is_named(const struct html_seen *seen, const char *name)
{
	return str_eq(seen->element->name, str_of(name));
}

static struct str attribute(const struct html_seen *seen, const char *name)
{
	return html_attribute(seen->tag, str_of(name));
}

static struct span tag_of(const struct html_seen *seen)
{
	return seen->tag->token->source;
}

/* ---- the page ---- */

static void take_root(struct html_markup *markup, const struct html_seen *seen)
{
	struct markup *made = markup->made;
	struct str lang = attribute(seen, "lang"), dir = attribute(seen, "dir");

	lang = lang.at != NULL ? lang : attribute(seen, "xml:lang");
	made->root = made->root.len == 0 ? tag_of(seen) : made->root;
	made->lang = made->lang.at == NULL ? lang : made->lang;
	made->dir = made->dir.at == NULL ? dir : made->dir;
	markup->base = html_ink_inside(&markup->base, seen->said, tag_of(seen), false);
	markup->base.is_certain = false;
}

void html_markup_sheet(struct html_markup *markup, struct str sheet)
{
	struct markup *made = markup->made;

	made->sheet_bytes += sheet.len;
	made->sheet_has_colours = made->sheet_has_colours || str_find_nocase(sheet, STR("color"), 0) != STR_NONE ||
	                          str_find_nocase(sheet, STR("background"), 0) != STR_NONE;
}

/* ---- images ---- */

static void take_image(struct html_markup *markup, const struct html_seen *seen)
{
	struct str role = attribute(seen, "role");

	if (markup->made->images.count == MARKUP_MOST) {
		return;
	}
	struct markup_image *image = vec_push(markup->arena, &markup->made->images);
	image->tag = tag_of(seen);
	image->link = seen->link;
	image->source = str_trim(attribute(seen, "src"));
	image->alt = attribute(seen, "alt");
	image->width = html_attribute_number(seen->tag, STR("width"), MARKUP_LENGTH_UNKNOWN);
	image->height = html_attribute_number(seen->tag, STR("height"), MARKUP_LENGTH_UNKNOWN);
	image->is_decoration = str_eq_nocase(role, STR("presentation")) || str_eq_nocase(role, STR("none")) ||
	                       str_eq_nocase(attribute(seen, "aria-hidden"), STR("true"));
	image->at = seen->at;
}

/* ---- tables ---- */

static void begin_table(struct html_markup *markup, const struct html_seen *seen)
{
	bool listed = !seen->is_hidden && markup->made->tables.count < MARKUP_MOST;

	if (listed) {
		struct markup_table *table = vec_push(markup->arena, &markup->made->tables);
		table->tag = tag_of(seen);
		table->has_role = html_attribute_find(seen->tag, STR("role")) != NULL;
		table->is_data = attribute(seen, "summary").len > 0 || html_attribute_number(seen->tag, STR("border"), 0) > 0;
	}
	if (markup->table_depth < HTML_TABLES_MOST) {
		markup->tables[markup->table_depth] = listed ? markup->made->tables.count : 0;
	}
	markup->table_depth++;
}

void html_markup_table_end(struct html_markup *markup)
{
	markup->table_depth -= markup->table_depth > 0;
}

/* A header, a caption: the innermost table is one to the reader, too. */
static void take_table_part(struct html_markup *markup)
{
	size_t depth = markup->table_depth;

	if (depth > 0 && depth <= HTML_TABLES_MOST && markup->tables[depth - 1] > 0) {
		markup->made->tables.at[markup->tables[depth - 1] - 1].is_data = true;
	}
}

/* ---- oddities ---- */

static void note_oddity(struct html_markup *markup, const struct html_seen *seen, enum markup_oddity_kind kind)
{
	if ((markup->oddities >> kind & 1) == 0) {
		markup->oddities |= 1u << kind;
		*vec_push(markup->arena, &markup->made->oddities) = (struct markup_oddity){kind, tag_of(seen)};
	}
}

/* Data for mail programs, which do not run it, is none. */
static bool is_script(const struct html_seen *seen)
{
	return is_named(seen, "script") && str_find_nocase(attribute(seen, "type"), STR("json"), 0) == STR_NONE;
}

/* A web font is taken where it can be, and another one where it cannot. */
static bool is_sheet(const struct html_seen *seen)
{
	return str_find_nocase(attribute(seen, "rel"), STR("stylesheet"), 0) != STR_NONE &&
	       str_find_nocase(attribute(seen, "href"), STR("font"), 0) == STR_NONE;
}

static void note_element(struct html_markup *markup, const struct html_seen *seen)
{
	static const struct {
		const char *name;
		enum markup_oddity_kind kind;
	} odd[] = {
	    {"form", ODDITY_FORM},   {"iframe", ODDITY_FRAME}, {"frameset", ODDITY_FRAME},
	    {"video", ODDITY_MEDIA}, {"audio", ODDITY_MEDIA},  {"object", ODDITY_MEDIA},
	    {"embed", ODDITY_MEDIA}, {"canvas", ODDITY_MEDIA}, {"svg", ODDITY_DRAWING},
	};

	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		if (is_named(seen, odd[i].name)) {
			note_oddity(markup, seen, odd[i].kind);
		}
	}
	if (is_script(seen)) {
		note_oddity(markup, seen, ODDITY_SCRIPT);
	} else if (is_named(seen, "link") && is_sheet(seen)) {
		note_oddity(markup, seen, ODDITY_SHEET);
	}
}

static bool says_oddity(const struct html_said *said)
{
	return said->is_grid || said->is_flex || said->is_placed || said->has_variable || said->has_picture;
}

static void note_style(struct html_markup *markup, const struct html_seen *seen)
{
	const struct html_said *said = seen->said;
	struct html_colour colour;
	bool bare = said->has_picture && !html_colour_read(said->background, &colour);
	const bool odd[ODDITY_COUNT] = {[ODDITY_GRID] = said->is_grid,
	                                [ODDITY_FLEX] = said->is_flex,
	                                [ODDITY_PLACED] = said->is_placed,
	                                [ODDITY_VARIABLE] = said->has_variable,
	                                [ODDITY_PICTURE] = bare};

	for (enum markup_oddity_kind kind = 0; kind < ODDITY_COUNT; kind++) {
		if (odd[kind]) {
			note_oddity(markup, seen, kind);
		}
	}
}

/* Classes that mail programs give to what people write in them. */
static bool is_of_program(struct str class)
{
	static const char *const beginnings[] = {"Mso", "gmail_", "Apple", "moz-", "x_Mso", "yahoo-", "elementToProof"};

	for (size_t i = 0; class.len > 0 && i < sizeof beginnings / sizeof *beginnings; i++) {
		if (str_starts(class, str_of(beginnings[i]))) {
			return true;
		}
	}
	return false;
}

/* ---- tags and text ---- */

static void note_tag(struct html_markup *markup, const struct html_seen *seen)
{
	if (is_named(seen, "html") || is_named(seen, "body")) {
		take_root(markup, seen);
	} else if (is_named(seen, "img")) {
		if (!seen->is_hidden) {
			take_image(markup, seen);
		}
	} else if (is_named(seen, "th") || is_named(seen, "caption")) {
		take_table_part(markup);
	} else if (is_named(seen, "base")) {
		markup->made->has_base |= html_attribute_find(seen->tag, STR("href")) != NULL;
	} else {
		note_element(markup, seen);
	}
}

void html_markup_start(struct html_markup *markup, const struct html_seen *seen)
{
	unsigned traits = seen->element->traits;

	if (traits & TRAIT_TABLE) {
		begin_table(markup, seen);
	} else if (traits & TRAIT_NOTED) {
		note_tag(markup, seen);
	}
	if (!seen->is_hidden && says_oddity(seen->said)) {
		note_style(markup, seen);
	}
	markup->made->is_of_program = markup->made->is_of_program || is_of_program(seen->class);
}

void html_markup_text(struct html_markup *markup, const struct html_ink *ink, struct span text, unsigned flags)
{
	bool faint = ink->contrast > 0 && ink->contrast < MARKUP_CONTRAST_LEAST;
	bool small = ink->size > 0 && ink->size < MARKUP_SIZE_LEAST;

	if (text.len == 0 || !(faint || small) || markup->made->texts.count == MARKUP_MOST) {
		return;
	}
	*vec_push(markup->arena, &markup->made->texts) = (struct markup_text){
	    .text = text,
	    .colour_tag = ink->colour_tag,
	    .size_tag = ink->size_tag,
	    .colour = ink->colour,
	    .background = ink->background,
	    .contrast = faint ? ink->contrast : 0,
	    .size = small ? ink->size : 0,
	    .is_large = (flags & (HTML_BIG | HTML_IN_TITLE)) != 0,
	    .is_certain = ink->is_certain,
	};
}
