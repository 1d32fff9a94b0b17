#include "document/html_ink.h"

struct html_ink html_ink_plain(void)
{
	return (struct html_ink){
	    .background = {255, 255, 255, false, false}, .colour_known = true, .background_known = true};
}

static bool read_solid(struct str s, struct html_colour *colour)
{
	return html_colour_read(s, colour) && !colour->none && !colour->mixed;
}

static void set_background(struct html_ink *ink, const struct html_said *said)
{
	struct html_colour colour;

	if (said->has_picture) {
		ink->background_known = false;
	} else if (said->background.len > 0 && !(html_colour_read(said->background, &colour) && colour.none)) {
		ink->background_known = read_solid(said->background, &ink->background);
	}
}

struct html_ink html_ink_inside(const struct html_ink *outer, const struct html_said *said, struct span tag,
                                bool is_link)
{
	struct html_ink ink = *outer;
	bool front = said->colour.len > 0, back = said->background.len > 0 || said->has_picture;

	ink.is_certain = front && back;
	if (said->size != HTML_SIZE_NOT_SAID) {
		ink.size = said->size;
		ink.size_tag = tag;
	}
	if (!front && !back && !is_link) {
		return ink;
	}
	set_background(&ink, said);
	if (front || is_link) {
		ink.colour_known = front && read_solid(said->colour, &ink.colour);
	}
	ink.colour_tag = tag;
	ink.contrast = ink.colour_known && ink.background_known ? html_colour_contrast(&ink.colour, &ink.background) : 0;
	return ink;
}
