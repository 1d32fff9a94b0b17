#include "document/lines_told.h"

#include <string.h>

#include "base/utf8.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static bool starts_with_any(struct str line, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str word = str_of(list[i]);
		bool ends = line.len == word.len || (line.len > word.len && !ascii_alnum(line.at[word.len]));
		if (str_starts_nocase(line, word) && ends) {
			return true;
		}
	}
	return false;
}

static bool contains_any(struct str line, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_find_nocase(line, str_of(list[i]), 0) != STR_NONE) {
			return true;
		}
	}
	return false;
}

static size_t word_count(struct str line)
{
	size_t count = 0;

	for (size_t i = 0; i < line.len; i++) {
		count += !ascii_space(line.at[i]) && (i == 0 || ascii_space(line.at[i - 1]));
	}
	return count;
}

static bool ends_with_any(struct str line, const char *characters)
{
	return line.len > 0 && strchr(characters, line.at[line.len - 1]) != NULL;
}

/* ---- greeting and closing ---- */

bool line_is_greeting(struct str line)
{
	static const char *const openers[] = {"dear",
	                                      "hi",
	                                      "hello",
	                                      "hey",
	                                      "hiya",
	                                      "good morning",
	                                      "good day",
	                                      "good afternoon",
	                                      "good evening",
	                                      "greetings",
	                                      "g'day",
	                                      "namaste",
	                                      "morning",
	                                      "afternoon",
	                                      "welcome",
	                                      "to whom it may concern",
	                                      "respected",
	                                      "ahoy",
	                                      "howdy",
	                                      "salutations",
	                                      "hallo",
	                                      "dearest",
	                                      "good to hear from you"};

	if (line.len > 90 || line.len == 0) {
		return false;
	}
	return starts_with_any(line, openers, COUNT(openers)) && word_count(line) <= 8;
}

/* What closings are made of. A closing is short, and begins with one of these or is nothing but such words. */
bool line_is_closing(struct str line)
{
	static const char *const closers[] = {
	    "regards",
	    "kind regards",
	    "best regards",
	    "warm regards",
	    "best",
	    "best wishes",
	    "all the best",
	    "sincerely",
	    "yours",
	    "cheers",
	    "thanks",
	    "thank you",
	    "many thanks",
	    "with thanks",
	    "warmly",
	    "take care",
	    "with best",
	    "with kind",
	    "with warm",
	    "with warmest",
	    "warmest",
	    "kindest",
	    "kindly",
	    "love",
	    "cordially",
	    "respectfully",
	    "faithfully",
	    "thanking you",
	    "gratefully",
	    "with gratitude",
	    "with regards",
	    "with apologies",
	    "with sympathy",
	    "with deepest",
	    "with sincere",
	    "apologies again",
	    "sorry again",
	    "see you",
	    "talk soon",
	    "speak soon",
	    "have a",
	    "enjoy",
	    "happy",
	    "stay",
	    "looking forward",
	    "until then",
	    "safe travels",
	    "in appreciation",
	    "with every good wish",
	    "every good wish",
	    "very best",
	    "good luck",
	    "bye",
	    "rgds",
	    "with condolences",
	    "in sympathy",
	    "with love",
	    "wishing you",
	    "in friendship",
	    "sending",
	    "hope to see",
	    "until",
	    "so long",
	    "ta",
	    "much obliged",
	    "hugs",
	    "br",
	    "kr",
	    "vr",
	    "tia",
	    "warm wishes",
	    "thanks again",
	};

	if (line.len == 0 || line.len > 60 || word_count(line) > 7 || ends_with_any(line, "?:")) {
		return false;
	}
	return starts_with_any(line, closers, COUNT(closers)) && !(ends_with_any(line, ".") && word_count(line) > 4);
}

bool line_is_name(struct str line)
{
	uint32_t first;

	if (line.len == 0 || line.len > 50 || word_count(line) > 6 || ends_with_any(line, ".?!:;") ||
	    contains_any(line, (const char *const[]){"@", "://", "www."}, 3)) {
		return false;
	}
	utf8_decode(line, 0, &first);
	for (size_t i = 0; i < line.len; i++) {
		if (ascii_digit(line.at[i])) {
			return false;
		}
	}
	return utf8_is_upper(first) || first == 0xFFFC;
}

bool line_is_postscript(struct str line)
{
	return starts_with_any(line, (const char *const[]){"p.s.", "ps", "p.s", "pps", "p.p.s."}, 5);
}

bool line_is_disclaimer(struct str line)
{
	static const char *const phrases[] = {
	    "is confidential",
	    "are confidential",
	    "contents of this mail",
	    "contents of this email",
	    "intended recipient",
	    "intended solely",
	    "intended for the person",
	    "intended only for",
	    "meant only for the",
	    "received this email in error",
	    "received this message in error",
	    "received this message by mistake",
	    "received it by mistake",
	    "received this in error",
	    "in error, please",
	    "registered office",
	    "registered in england",
	    "company number",
	    "company registration",
	    "all rights reserved",
	    "\xc2\xa9",
	    "virus",
	    "printing this email",
	    "print this email",
	    "unsubscribe",
	    "email preferences",
	    "you are receiving this",
	    "you're receiving this",
	    "you received this email",
	    "vat no",
	    "vat number",
	    "authorised and regulated",
	    "authorized and regulated",
	    "member fdic",
	    "privileged",
	    "private and confidential",
	    "legally binding",
	    "views expressed",
	    "opinions expressed",
	    "not the patient named",
	    "manage your preferences",
	    "view in your browser",
	    "privacy policy",
	    "this email was sent to",
	    "this mail was sent to",
	    "gstin",
	    "abn ",
	    "registered charity",
	    "limited company",
	    "if you are not the",
	};

	return contains_any(line, phrases, COUNT(phrases));
}

/* ---- quotes ---- */

static bool has_digit(struct str line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (ascii_digit(line.at[i])) {
			return true;
		}
	}
	return false;
}

bool line_is_attribution(struct str line)
{
	bool on = str_starts_nocase(line, STR("on ")) && has_digit(line);
	bool wrote = str_ends_nocase(line, STR("wrote:")) || str_ends_nocase(line, STR("writes:")) ||
	             str_ends_nocase(line, STR("said:"));
	bool bare = wrote && (str_find_char(line, '@', 0) != STR_NONE || has_digit(line) || word_count(line) <= 4);

	return line.len < 300 && ((on && wrote) || bare);
}

bool line_begins_attribution(struct str line)
{
	return line.len < 200 && str_starts_nocase(line, STR("on ")) && has_digit(line) &&
	       (str_find_char(line, '<', 0) != STR_NONE || str_find_char(line, '@', 0) != STR_NONE ||
	        ends_with_any(line, ",") || str_find(line, STR("20"), 0) != STR_NONE) &&
	       !ends_with_any(line, ".!?");
}

bool line_is_original_message(struct str line)
{
	static const char *const phrases[] = {"original message", "original appointment", "ursprüngliche nachricht",
	                                      "message d'origine", "reply message"};

	return str_starts(line, STR("--")) && contains_any(line, phrases, COUNT(phrases));
}

bool line_is_forwarded(struct str line)
{
	return (str_starts(line, STR("--")) && str_find_nocase(line, STR("forwarded"), 0) != STR_NONE) ||
	       str_starts_nocase(line, STR("begin forwarded message"));
}

bool line_is_reply_separator(struct str line)
{
	return line.len < 120 && str_find_nocase(line, STR("reply above this line"), 0) != STR_NONE;
}

bool line_is_header(struct str line)
{
	static const char *const names[] = {"from:", "sent:", "date:", "to:", "cc:", "subject:", "*from:*", "*sent:*"};

	for (size_t i = 0; i < COUNT(names); i++) {
		if (str_starts_nocase(line, str_of(names[i])) && line.len > strlen(names[i]) + 1) {
			return true;
		}
	}
	return false;
}

/* ---- contact forms ---- */

bool line_is_form_label(struct str line, bool *is_message)
{
	static const char *const labels[] = {
	    "name",
	    "your name",
	    "first name",
	    "last name",
	    "full name",
	    "surname",
	    "email",
	    "e-mail",
	    "your email",
	    "email address",
	    "phone",
	    "telephone",
	    "phone number",
	    "mobile",
	    "company",
	    "postcode",
	    "zip",
	    "zip code",
	    "city",
	    "country",
	    "subject",
	    "topic",
	    "department",
	    "order number",
	    "preferred contact",
	    "best time to call",
	    "how did you hear about us",
	    "address",
	};
	static const char *const messages[] = {"message",  "your message",    "comments",   "comment",
	                                       "question", "your question",   "enquiry",    "inquiry",
	                                       "details",  "how can we help", "description"};
	size_t colon = str_find_char(line, ':', 0);
	struct str label = colon == STR_NONE ? (struct str){"", 0} : str_trim(str_sub(line, 0, colon));

	*is_message = false;
	for (size_t i = 0; i < COUNT(messages); i++) {
		if (str_eq_nocase(label, str_of(messages[i]))) {
			*is_message = true;
			return true;
		}
	}
	for (size_t i = 0; i < COUNT(labels); i++) {
		if (str_eq_nocase(label, str_of(labels[i]))) {
			return true;
		}
	}
	return false;
}
