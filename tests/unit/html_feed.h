/*
 * The tokenizer fed a byte at a time: it is a value that reads a slice, so a caller to whom the source comes in pieces
 * keeps a copy, and goes back to it as long as bytes to come could change the token.
 */
#ifndef REPLYLINT_TESTS_UNIT_HTML_FEED_H
#define REPLYLINT_TESTS_UNIT_HTML_FEED_H

#include "document/html_token.h"

struct html_feed {
	struct html_tokenizer tokenizer;
	struct str whole;
	size_t fed;
};

/* After its tokenizer was made ready. */
static inline void html_feed_init(struct html_feed *feed, bool by_bytes)
{
	feed->whole = feed->tokenizer.source;
	feed->fed = by_bytes ? 0 : feed->whole.len;
	feed->tokenizer.source = str_sub(feed->whole, 0, feed->fed);
}

/* Whether no byte to come can change the token that was read from what has been fed. */
static inline bool html_feed_is_final(const struct html_feed *feed, const struct html_token *token)
{
	struct str fed = feed->tokenizer.source;
	size_t end = token->source.at + token->source.len;

	if (feed->fed == feed->whole.len) {
		return true;
	}
	if (token->kind == HTML_REFERENCE) { /* "&not" may become "&notin;" */
		while (end < fed.len && ascii_alnum(fed.at[end])) {
			end++;
		}
		return end < fed.len || fed.at[end - 1] == ';';
	}
	if (token->kind == HTML_COMMENT || token->kind == HTML_BOGUS_COMMENT) {
		return token->content.at + token->content.len < end && fed.at[end - 1] == '>';
	}
	return token->kind == HTML_TEXT ? end < fed.len : fed.at[end - 1] == '>';
}

/* The next token that is final; false at the end of the source. */
static inline bool html_feed_next(struct html_feed *feed, struct html_token *token)
{
	for (;;) {
		struct html_tokenizer before = feed->tokenizer;
		bool found = html_token_next(&feed->tokenizer, token);
		if (found ? html_feed_is_final(feed, token) : feed->fed == feed->whole.len) {
			return found;
		}
		feed->tokenizer = before;
		feed->tokenizer.source = str_sub(feed->whole, 0, ++feed->fed);
	}
}

#endif
