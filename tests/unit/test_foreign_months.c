/* The months of a line above a quoted letter, in English. */
#include "mail_test.h"

#include "checks/foreign_months.h"

static void test_months(void **state)
{
	static const struct {
		const char *text, *english;
	} cases[] = {
	    {"Am Mo., 19. Okt. 2026 um 10:11 Uhr schrieb Ana:", "Am Mo., 19. October 2026 um 10:11 Uhr schrieb Ana:"},
	    {"Le jeu. 6 ao\xc3\xbbt 2026 \xc3\xa0 10:02, Ana a \xc3\xa9"
	     "crit :",
	     "Le jeu. 6 August 2026 \xc3\xa0 10:02, Ana a \xc3\xa9"
	     "crit :"},
	    {"Em ter., 1 de dez. de 2026 \xc3\xa0s 19:02, Ana de Souza escreveu:",
	     "Em ter., 1 December 2026 \xc3\xa0s 19:02, Ana de Souza escreveu:"},
	    {"El vie, 9 ene 2026 a las 9:12, Ana escribi\xc3\xb3:",
	     "El vie, 9 January 2026 a las 9:12, Ana escribi\xc3\xb3:"},
	    {"Op di 12 mei 2026 om 9:00 schreef Ana:", "Op di 12 May 2026 om 9:00 schreef Ana:"},
	    {"On Fri, 1 May 2026 at 9:00, Ana wrote:", "On Fri, 1 May 2026 at 9:00, Ana wrote:"},
	    {"19.10.2026 Ana", "19.10.2026 Ana"},
	    {"Set out on 3 June", "Set out on 3 June"},
	    {"Mai Gen", "Mai Gen"},
	    {"12", "12"},
	    {"", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_str(months_in_english(*state, str_of(cases[i].text)), cases[i].english);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_months, arena_setup, arena_teardown)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
