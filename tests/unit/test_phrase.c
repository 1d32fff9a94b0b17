#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "lint/matcher.h"
#include "lint/pattern.h"
#include "lint/phrase.h"

struct fixture {
	struct arena *arena;
	struct searcher *searcher;
	struct phrase_sets sets;
};

static void add_set(struct fixture *fixture, const char *name, const char *const *phrases)
{
	struct phrase_set *set = vec_push(fixture->arena, &fixture->sets);

	set->name = str_of(name);
	for (; *phrases; phrases++)
		*vec_push(fixture->arena, &set->phrases) = str_of(*phrases);
}

static int setup(void **state)
{
	static const char *const colours[] = {"red", "dark {blue|green}", "/\\bgr[ae]y\\b/", NULL};
	static const char *const days[] = {"monday", "@colour", NULL};
	static const char *const loop[] = {"x @loop", NULL};
	static struct fixture fixture;

	utf8_locale();
	fixture = (struct fixture){.arena = arena_new(1 << 24), .searcher = searcher_new()};
	add_set(&fixture, "colour", colours);
	add_set(&fixture, "day", days);
	add_set(&fixture, "loop", loop);
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	searcher_free(fixture->searcher);
	arena_free(fixture->arena);
	return 0;
}

/* The first match of phrase in text; .at is NULL when there is none. */
static struct str first_match(struct fixture *fixture, const char *phrase, const char *text)
{
	struct matcher *matcher = matcher_new(fixture->arena, 0);
	struct haystack haystack = haystack_index(fixture->arena, str_of(text));
	struct err err = {{0}};

	if (!matcher_add_phrase(matcher, &fixture->sets, str_of(phrase), 0, &err))
		fail_msg("\"%s\": %s", phrase, err.text);
	if (!matcher_check(matcher, &err))
		fail_msg("\"%s\" as an expression: %s", phrase, err.text);
	struct match_list list =
	    matcher_find_all(matcher, fixture->searcher, fixture->arena, &haystack, (struct span){0, haystack.bytes.len});
	return list.count ? str_span(haystack.bytes, list.at[0].where) : (struct str){NULL, 0};
}

static const struct {
	const char *phrase, *text, *found; /* found: NULL when it does not match */
} cases[] = {
    /* words and what parts them */
    {"refund", "Your refund is here.", "refund"},
    {"refund", "REFUND", "REFUND"},
    {"Refund", "a refund", "refund"},
    {"refund", "A non-refundable ticket", NULL},
    {"refund", "Our refund-policy", NULL},
    {"refund", "A pre-refund call", NULL},
    {"refund", "refunds", NULL},
    {"refund", "prerefund", NULL},
    {"refund", "refund_id", NULL},
    {"refund", "the refund's date", NULL},
    {"refund", "'refund'", "refund"},
    {"refund", "(refund)", "refund"},
    {"refund", "refund- and fee-free", "refund"},
    {"refund", "refund\xe2\x80\xa6 soon", "refund"},
    {"refund", "refund\xe2\x82\xac", "refund"},
    {"can", "We can't", NULL},
    {"can't", "We can't", "can't"},
    {"can\xe2\x80\x99t", "We can't", "can't"},
    {"e\xe2\x80\x91mail", "by e-mail", "e-mail"},
    {"per my last", "as per my, last mail", "per my, last"},
    {"per my last", "per: my; last", "per: my; last"},
    {"per my last", "per my\nlast", NULL},
    {"per my last", "per (my) last", NULL},
    {"per my last", "per my - last", NULL},
    {"per my last", "per my. Last", NULL},
    {"per my last", "super my last", NULL},
    {"24/7", "open 24/7 for you", "24/7"},
    {"incl.", "incl. VAT", "incl."},
    {"na\xc3\xafve", "So NA\xc3\x8fVE of us", "NA\xc3\x8fVE"},
    {"\\d+ minutes", "in 25 minutes", "25 minutes"},
    {"\\d minutes", "in 25 minutes", NULL},
    {"\\@here", "Hey @here look", "@here"},
    {"c++", "our C++ team", "C++"},
    {"a\\*b", "an a*b test", "a*b"},
    /* any ending */
    {"apologi*", "We apologise.", "apologise"},
    {"apologi*", "My apologies!", "apologies"},
    {"apologi*", "apologi", "apologi"},
    {"apologi*", "apology", NULL},
    {"apologi*", "unapologising", NULL},
    {"apologi* for", "apologies, for that", "apologies, for"},
    /* groups, options */
    {"{we|i} {can|will}", "I will.", "I will"},
    {"{we|i} {can|will}", "They will.", NULL},
    {"{a|b c} d", "b c d", "b c d"},
    {"{a|b {c|d e}} f", "b d e f", "b d e f"},
    {"{we|i} [now] can", "we can", "we can"},
    {"{we|i} [now] can", "we now can", "we now can"},
    {"{we|i} [now] can", "we never can", NULL},
    {"{we|i} {now|} can", "we can", "we can"},
    {"[so] sorry", "We are sorry", "sorry"},
    {"[so] sorry", "We are so sorry", "so sorry"},
    {"[so [very]] sorry", "We are so very sorry", "so very sorry"},
    {"sorry [about that]", "sorry about that", "sorry about that"},
    {"sorry [about that]", "sorry about this", "sorry"},
    {"{ a | b }", "b", "b"},
    {"[un]happy", "unhappy people", "unhappy"},
    {"[un]happy", "happy people", "happy"},
    {"item[s]", "two items", "items"},
    {"item[s] sold", "one item sold", "item sold"},
    {"re{open|opened}", "We reopened it", "reopened"},
    {"re-{open|opened}", "We re-opened it", "re-opened"},
    /* glued and attached */
    {"{courier|driver}'s", "the driver's van", "driver's"},
    {"{courier|driver}'s", "the driver van", NULL},
    {"{we|i} {have|'ve} sent", "we've sent", "we've sent"},
    {"{we|i} {have|'ve} sent", "We have sent", "We have sent"},
    {"{we|i} {have|'ve} sent", "We 've sent", NULL},
    {"we 'll", "we'll", "we'll"},
    {"'ve sent", "They've sent", "'ve sent"},
    {"{'ve|have} sent", "They've sent", "'ve sent"},
    {"{'ve|have} sent", "behave sent", NULL},
    {"no problem, {i|we}", "No problem, we do", "No problem, we"},
    {"no problem, {i|we}", "No problem we do", NULL},
    {"hello {there|,|$}", "Hello, Ana", "Hello,"},
    {"hello {there|,|$}", "Hello there", "Hello there"},
    {"hello {there|,|$}", "Hello.", "Hello"},
    {"hello {there|,|$}", "Hello Ana", NULL},
    {"contact {person|:} ana", "contact: Ana", "contact: Ana"},
    {"about:", "all about: it", "about:"},
    /* gaps */
    {"we ~2 received", "we have now received", "we have now received"},
    {"we ~2 received", "we received", "we received"},
    {"we ~2 received", "we have just now received", NULL},
    {"we ~2 received", "we, just, received", "we, just, received"},
    {"we ~2 received", "We know. You received", NULL},
    {"we ~2 received", "we know! received", NULL},
    {"we ~2 received", "we\nreceived", NULL},
    {"we ~2 received", "we have\n\nreceived", NULL},
    {"we ~3 days", "we need 3.5 days", "we need 3.5 days"},
    {"order ~1 arrived", "order \x1a\x1a\x1a\x1a arrived", "order \x1a\x1a\x1a\x1a arrived"},
    {"order ~1 arrived", "order \xef\xbf\xbc arrived", "order \xef\xbf\xbc arrived"},
    {"order ~0 arrived", "order arrived", "order arrived"},
    {"~3 sorry", "we are so sorry", "sorry"},
    {"sorry ~3", "sorry for that", "sorry"},
    {"[request] ~2 opened", "your door opened", "opened"},
    {"[request] ~2 opened", "request 12 was opened", "request 12 was opened"},
    {"thanks {for ~2 mail|again}", "thanks for your kind mail", "thanks for your kind mail"},
    {"we ~1 [really] ~1 care", "we do really so care", "we do really so care"},
    {"{your ~2|this} broke", "your old lamp broke", "your old lamp broke"},
    {"{your ~2|this} broke", "your old red desk lamp broke", NULL},
    {"we lost {this|your ~2}", "we lost your old lamp", "we lost your"},
    {"we lost [all of ~2] it", "we lost all of the two it", "we lost all of the two it"},
    /* sentence start and end */
    {"^thanks", "Thanks a lot", "Thanks"},
    {"^thanks", "Many thanks", NULL},
    {"^thanks", "Hi Ana,\n\nThanks", "Thanks"},
    {"^thanks", "Sure. Thanks", "Thanks"},
    {"^thanks", "Sure: thanks", "thanks"},
    {"^thanks", "Ana, thanks", NULL},
    {"^thanks", "Good!) Thanks", "Thanks"},
    {"^thanks", "He wrote \"thanks\"", "thanks"},
    {"^thanks", "the \"red\" thanks", NULL},
    {"^thanks", "To do:\n- thanks", "thanks"},
    {"^thanks", "\xe2\x80\xa2 Thanks", "Thanks"},
    {"^thanks", "a\n1) Thanks", "Thanks"},
    {"^{so|well} ~1 sorry", "Well, I'm sorry", "Well, I'm sorry"},
    {"^~2 sorry", "We are sorry", "We are sorry"},
    {"^~2 sorry", "But we are sorry", NULL},
    {"^[so] ~1 sorry", "So very sorry", "So very sorry"},
    {"our policy$", "It is our policy.", "our policy"},
    {"our policy$", "It is our policy", "our policy"},
    {"our policy$", "our policy\nNext", "our policy"},
    {"our policy$", "our policy; so", "our policy"},
    {"our policy$", "our policy, so", NULL},
    {"our policy$", "our policy says", NULL},
    {"our policy$", "(it is our policy).", "our policy"},
    {"our policy$", "\"our policy\"!", "our policy"},
    {"our policy$", "our policy \xf0\x9f\x98\x80", "our policy"},
    {"our policy$", "our policy :)", "our policy"},
    {"our policy$", "our policy.pdf", NULL},
    {"{now$|today}", "Call now.", "now"},
    {"{now$|today}", "Call now please", NULL},
    {"us$ ", "Call us.", "us"},
    /* sets and regular expressions */
    {"@colour", "a grey door", "grey"},
    {"@colour", "a dark green door", "dark green"},
    {"@colour", "a greyer door", NULL},
    {"the @colour door", "the red door", "the red door"},
    {"the @colour door", "the gray door", "the gray door"},
    {"the @colour door", "the blue door", NULL},
    {"{on|by} @day", "by Monday", "by Monday"},
    {"@day", "dark blue", "dark blue"},
    {"/\\bno \\w+ly\\b/", "no friendly mail", "no friendly"},
    {"/(?-i:IT)/", "it is", NULL},
    {"/(?-i:IT)/", "our IT", "IT"},
    {"/^dear$/", "Hi\nDear\nAna", "Dear"},
};

static void test_matching(void **state)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str found = first_match(*state, cases[i].phrase, cases[i].text);
		if (!cases[i].found && found.at)
			fail_msg("\"%s\" matches \"" STR_FMT "\" in \"%s\"", cases[i].phrase, STR_ARG(found), cases[i].text);
		if (cases[i].found && !str_eq(found, str_of(cases[i].found)))
			fail_msg("\"%s\" in \"%s\" matches \"" STR_FMT "\", not \"%s\"", cases[i].phrase, cases[i].text,
			         STR_ARG(found), cases[i].found);
	}
}

static const struct {
	const char *phrase, *error;
} wrong[] = {
    {"", "column 1: a word that must occur is missing: all here is optional"},
    {"[so] [very]", "column 1: a word that must occur is missing"},
    {"~3", "column 1: a word that must occur is missing"},
    {"{a|b", "column 1: '{' is never closed by '}'"},
    {"we {a|b] c", "column 4: '{' is never closed by '}'"},
    {"so [a|b", "column 4: '[' is never closed by ']'"},
    {"a} b", "column 2: no group is open here; the character itself is written with a \\ before it"},
    {"a | b", "column 3: no group is open here"},
    {"\xc3\xa9t\xc3\xa9 ]", "column 5: no group is open here"},
    {"a {}", "column 3: the group is empty"},
    {"a {|} b", "column 3: the group is empty"},
    {"a {b|[c]} d", "column 6: a word that must occur is missing"},
    {"we ~ a", "column 4: '~' must be followed by a number of words, as in ~3"},
    {"we ~51 a", "column 4: a gap is of at most 50 words"},
    {"we ~3a b", "column 6: a space is expected behind the gap"},
    {"so *", "column 4: '*' stands behind the beginning of a word, as in apologi*; any word is ~1"},
    {"so ap*logy", "column 6: '*' stands only at the end of a word"},
    {"we ^are", "column 4: '^' (sentence start) stands only at the beginning; the character is written \\^"},
    {"the @tint door", "column 5: there is no set 'tint', only: colour, day, loop; the character @ is written \\@"},
    {"@loop", "in set @loop, \"x @loop\": in set @loop"},
    {"a\\", "column 2: '\\' must be followed by a character, as in \\@"},
    {"a \\q", "column 3: only \\d and \\w are known, and '\\' before a special character"},
    {"{{{{{{{{{{{{{a}}}}}}}}}}}}}", "column 13: groups are nested too deep"},
};

static void test_errors(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct matcher *matcher = matcher_new(fixture->arena, 0);
		struct err err = {{0}};
		if (matcher_add_phrase(matcher, &fixture->sets, str_of(wrong[i].phrase), 0, &err))
			fail_msg("\"%s\" is taken", wrong[i].phrase);
		if (!str_starts(str_of(err.text), str_of(wrong[i].error)))
			fail_msg("\"%s\": %s", wrong[i].phrase, err.text);
		assert_int_equal(matcher_count(matcher), 0);
	}
}

static const struct {
	const char *phrase, *anchors;
} anchored[] = {
    {"we have received your refund", "received"},
    {"apologi* for", "apologi*"},
    {"{courier|driver}'s van", "courier driver"},
    {"{courier|ups} van", "van"},
    {"re{open|opened} it", "it"},
    {"reorder{ed|ing} it", "reorder*"},
    {"[never] ~2 mind", "mind"},
    {"non-refundable", "refundable"},
    {"\\d+ minutes", "minutes"},
    {"{unhappy|\\d+}", "unhappy \x01"},
    {"the @colour", "the"},
    {"{on|by} @colour monday", "monday"},
    {"/\\brefund(?:s|ed)?\\b/", "refund*"},
    {"/\\b(?:refund|return)\\b/", "refund return"},
    {"/\\b(?:refund|return)ed\\b/", "refund* return*"},
    {"/refund/", ""},
    {"/\\bthe colou?r\\b/", "colo*"},
    {"/(?<!\\w)refund(?![\\w-])/", "refund"},
    {"/(?<!\\wx)refund(?!\\w)/", ""},
    {"/\\bab{2}cd/", ""},
    {"/\\brefund+\\b/", "refund*"},
    {"/\\bx(?:refund)?\\b/", ""},
    {"/\\b(?:my )?refund\\b/", "refund"},
    {"/\\b(?:my|y)?refund\\b/", ""},
    {"/\\breturn[ -]policy\\b/", "return"},
    {"/\\brefund[s-]\\b/", "refund*"},
    {"/\\brefund\\b|\\d/", "refund \x01"},
    {"/(?i)\\brefund\\b/", "refund"},
    {"/(?x) \\b re fund \\b/", ""},
    {"/\\bre(?#comment)fund\\b/", ""},
    {"/(\\w)\\1 \\brefund\\b/", ""},
    {"/\\b(?<a>refund) now/", "refund"},
    {"/\\{\\{\\w+\\}\\}/", "{"},
    {"/\\b\\d{1,2}p\\b/", "\x01"},
    {"/\\x{FFFC} days/", "\xef\xbf\xbc"},
    {"/[2-9]\\d refunds?\\b/", "refund*"},
    {"/[\\]b]\\brefund\\b/", "refund"},
};

/* The words that must occur are as rare as can be told, and surely words of what is matched. */
static void test_anchors(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof anchored / sizeof *anchored; i++) {
		struct phrase phrase;
		struct err err = {{0}};
		struct buf all;
		assert_true(phrase_check(fixture->arena, &fixture->sets, str_of(anchored[i].phrase), &phrase, &err));
		buf_init(&all, fixture->arena, 1000);
		for (size_t k = 0; k < phrase.anchors.count; k++)
			buf_printf(&all, "%s" STR_FMT, k ? " " : "", STR_ARG(phrase.anchors.at[k]));
		if (!str_eq(buf_str(&all), str_of(anchored[i].anchors)))
			fail_msg("\"%s\" has the anchors \"" STR_FMT "\"", anchored[i].phrase, STR_ARG(buf_str(&all)));
	}
}

static const struct {
	const char *phrase, *anchors, *also;
} twice[] = {
    {"refund the policy", "refund", "policy"},
    {"{refund|return} of ~2 {policy|rules}", "refund return", "policy rules"},
    {"refund [policy]", "refund", ""},
    {"refund [policy] warranty", "warranty", "refund"},
    {"{refund policy|return}", "refund return", ""},
    {"{a refund policy} warranty", "warranty", "refund"},
    {"refund {you|the|your|that}", "refund", ""},
    {"{nuts|bolts} @colour policy", "policy", "nuts bolts"},
    {"/\\brefund\\b.{0,20}\\bpolicy\\b/", "refund", "policy"},
    {"/\\brefund\\b.{0,20}\\bpolicy/", "refund", "policy*"},
    {"/\\brefund\\b.{0,20}\\bpolicy\\b|\\bno return\\b/", "refund return", ""},
    {"/\\brefund\\b(?: policy)?/", "refund", ""},
    {"/\\brefund\\b(?: policy| warranty)\\b/", "refund", "policy warranty"},
    {"/(\\w)\\1 \\brefund\\b policy/", "", ""},
};

static void test_second_anchors(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof twice / sizeof *twice; i++) {
		struct err err = {{0}};
		struct str source = str_of(twice[i].phrase);
		struct traits traits;
		struct buf all;
		assert_true(pattern_read(fixture->arena, &fixture->sets, source, &traits, &err));
		buf_init(&all, fixture->arena, 1000);
		for (size_t k = 0; k < traits.anchor_count + traits.also_count; k++)
			buf_printf(&all, "%s" STR_FMT "%s",
			           k == traits.anchor_count ? "; "
			           : k                      ? " "
			                                    : "",
			           STR_ARG(anchor_word(&traits, &traits.anchors[k])), traits.anchors[k].is_prefix ? "*" : "");
		struct str wanted =
		    str_printf(fixture->arena, "%s%s%s", twice[i].anchors, *twice[i].also ? "; " : "", twice[i].also);
		if (!str_eq(buf_str(&all), wanted))
			fail_msg("\"%s\" has the anchors \"" STR_FMT "\"", twice[i].phrase, STR_ARG(buf_str(&all)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_matching, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_errors, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_anchors, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_second_anchors, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
