#include "checks/foreign_months.h"

#include "base/buf.h"
#include "base/calendar.h"

#define TEXT_MOST 2000u /* bytes: more is no line above a letter */

/* In German, French, Spanish, Portuguese, Italian, Dutch, the Nordic languages and, shortened, Polish. */
static const char *const names[12][18] = {
    {"januar", "j\303\244nner", "jan", "janvier", "janv", "enero", "ene", "janeiro", "gennaio", "gen", "januari",
     "sty"},
    {"februar", "feb", "f\303\251vrier", "f\303\251vr", "febrero", "fevereiro", "fev", "febbraio", "februari", "lut"},
    {"m\303\244rz", "m\303\244r", "mrz", "mars", "marzo", "mar\303\247o", "mar", "maart", "mrt", "marts"},
    {"april", "apr", "avril", "avr", "abril", "abr", "aprile", "kwi"},
    {"mai", "mayo", "may", "maio", "maggio", "mag", "mei", "maj"},
    {"juni", "jun", "juin", "junio", "junho", "giugno", "giu", "cze"},
    {"juli", "jul", "juillet", "juil", "julio", "julho", "luglio", "lug", "lip"},
    {"august", "aug", "ao\303\273t", "agosto", "ago", "augustus", "augusti", "sie"},
    {"september", "sep", "sept", "septembre", "septiembre", "setembro", "settembre", "set", "wrz"},
    {"oktober", "okt", "oct", "octobre", "octubre", "outubro", "out", "ottobre", "ott", "pa\305\272"},
    {"november", "nov", "novembre", "noviembre", "novembro", "lis"},
    {"dezember", "dez", "d\303\251cembre", "d\303\251c", "diciembre", "dic", "dezembro", "dicembre", "desember", "des",
     "december", "dec", "gru"},
};

/* 1 to 12; 0: none. */
static int month_of(struct str word)
{
	for (int month = 1; month <= 12; month++) {
		for (const char *const *name = names[month - 1]; *name != NULL; name++) {
			if (str_is_nocase(word, *name)) {
				return month;
			}
		}
	}
	return 0;
}

static bool is_day(struct str word)
{
	size_t digits = 0;

	while (digits < word.len && ascii_digit(word.at[digits])) {
		digits++;
	}
	bool bare = digits == word.len || (digits + 1 == word.len && word.at[digits] == '.');
	return digits >= 1 && digits <= 2 && bare;
}

static bool is_of(struct str word)
{
	return str_is_nocase(word, "de") || str_is_nocase(word, "del");
}

static struct str without_end(struct str word)
{
	bool marked = word.len > 0 && (word.at[word.len - 1] == '.' || word.at[word.len - 1] == ',');

	return str_sub(word, 0, word.len - marked);
}

struct str months_in_english(struct arena *arena, struct str text)
{
	struct str rest = str_sub(text, 0, TEXT_MOST), word;
	bool behind_day = false, behind_month = false;
	struct buf out;

	buf_init(&out, arena, 2 * TEXT_MOST);
	while (str_split(&rest, ' ', &word)) {
		if ((behind_day || behind_month) && is_of(word)) {
			continue;
		}
		int month = behind_day ? month_of(without_end(word)) : 0;
		behind_month = month != 0;
		behind_day = is_day(word);
		buf_add(&out, month != 0 ? str_of(calendar_month_name(month)) : word);
		buf_char(&out, ' ');
	}
	return str_trim(buf_str(&out));
}
