#include "document/reading.h"

struct reading plain_read(struct arena *arena, const struct text *text)
{
	struct reading reading = {.text = text, .breaks = BREAKS_WRAPPED};

	(void)arena;
	return reading;
}
