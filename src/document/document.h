/*
 * document: a message or template as its reader meets it: pages of text in zones, blocks, sentences and words, with
 * links, comments and attachments. Everything rules look at. Never fails.
 *
 * Each page has a *view*: the text with white space and soft line wraps collapsed to one space, hard line breaks as
 * '\n', paragraphs apart by "\n\n", NBSP as a space, typographic quotes and hyphens folded to ASCII, soft hyphens and
 * zero-width characters dropped. All offsets below are bytes of the page's view; text_origin(page->view, span) leads to
 * the source. A template's value of unknown text stands as U+FFFC in the view.
 */
#ifndef REPLYLINT_DOCUMENT_DOCUMENT_H
#define REPLYLINT_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/text.h"
#include "document/reading.h"
#include "mail/address.h"
#include "mail/date.h"
#include "mail/message.h"

enum zone {
	ZONE_SUBJECT,
	ZONE_PREHEADER,
	ZONE_GREETING,
	ZONE_BODY,
	ZONE_CLOSING,    /* "Kind regards," and the name below it */
	ZONE_SIGNATURE,  /* contact block after the closing, or below "-- " */
	ZONE_DISCLAIMER, /* legal footer */
	ZONE_QUOTE,      /* what the customer wrote: never judged for tone */
	ZONE_FORWARDED,
	ZONE_FORM, /* contact-form block ("Name: ... Message: ..."): the customer's words */
	ZONE_COUNT
};

#define ZONE_BIT(zone) (1u << (zone))
/* The author's own words: CATALOGUE's `rep`. */
#define ZONES_REP (ZONE_BIT(ZONE_PREHEADER) | ZONE_BIT(ZONE_GREETING) | ZONE_BIT(ZONE_BODY) | ZONE_BIT(ZONE_CLOSING))
/* Where contact elements may also stand. */
#define ZONES_OWN (ZONES_REP | ZONE_BIT(ZONE_SIGNATURE) | ZONE_BIT(ZONE_DISCLAIMER))
#define ZONES_CUSTOMER (ZONE_BIT(ZONE_QUOTE) | ZONE_BIT(ZONE_FORWARDED) | ZONE_BIT(ZONE_FORM))

const char *zone_name(enum zone zone);

enum block_kind {
	BLOCK_PARAGRAPH,
	BLOCK_HEADING,
	BLOCK_LIST_ITEM,
	BLOCK_CELL,
	BLOCK_TABLE_HEAD,
	BLOCK_PREFORMATTED,
	BLOCK_ALT
};

/* A line as the reader sees it: soft wraps are joined, every hard line break ends a block. */
struct block {
	struct span span;
	size_t paragraph; /* counted from 0; blocks without a blank line between them share one */
	/* As the markup says: */
	bool is_quoted;    /* inside a blockquote or a mail program's quote */
	bool is_in_thread; /* inside what Gmail puts around quotes and the answers between them */
	bool is_divided;   /* below a line that Outlook draws over what it quotes */
	bool is_signed;    /* inside a mail program's signature */
	enum block_kind kind;
	enum zone zone;
	size_t first_sentence, sentence_count;
};

struct sentence {
	struct span span; /* without surrounding white space; final punctuation included */
	size_t block;
	size_t first_word, word_count;
};

enum word_flag {
	WORD_UPPER = 1,  /* at least two letters, all of them capitals */
	WORD_TITLE = 2,  /* first letter a capital, others not all */
	WORD_DIGIT = 4,  /* holds a digit */
	WORD_MASKED = 8, /* URL, address, code, a quotation: not the author's running words */
	WORD_VALUE = 16, /* a template's value (U+FFFC) */
	WORD_FIRST = 32  /* first of its sentence */
};

/* Letters, digits, inner apostrophes and hyphens: "don't", "e-mail", "XK-420", "R&D". */
struct word {
	struct span span;
	size_t sentence;
	unsigned flags;
};

struct link {
	struct span span; /* the link's text, or the bare URL */
	struct str target;
	struct span tag; /* HTML: in page->markup->html */
	bool is_button;  /* it looks like one */
};

struct page {
	const struct text *view;
	/*
	 * The view with URLs, mail addresses, phone numbers, code, and text in quotation marks overwritten by 0x1A, byte
	 * for byte: what lexical rules match. Same length and offsets as the view.
	 */
	struct str masked;
	const char *part; /* MIME part path; "subject" for the subject; "" for a file */
	bool is_subject;
	bool is_answered; /* the subject of a mail that answers one, "Re: ...": the words are the customer's */
	bool is_html;
	size_t longest_line; /* view_longest_line() of what the view was made from */
	bool is_alternative; /* the plain part beside an HTML part: judged, but its findings merge with the HTML's */
	struct {
		struct block *at;
		size_t count, room;
	} blocks;
	struct {
		struct sentence *at;
		size_t count, room;
	} sentences;
	struct {
		struct word *at;
		size_t count, room;
	} words;
	struct {
		struct link *at;
		size_t count, room;
	} links;
	const struct markup *markup; /* NULL: no HTML */
	struct mark_list marks;      /* MARK_STRONG, _UPPERCASE, _ABBREVIATION, _CODE: spans in the view */
};

/* A comment of the format (<!-- -->, {# #} ...), for suppressions and `replylint: kind=...`. */
struct comment {
	struct str text;   /* inside the delimiters, trimmed */
	struct span where; /* in the source, delimiters included */
};

struct attachment {
	struct str name; /* UTF-8; may be empty */
	struct str type; /* "application/pdf"; empty when given on the command line */
	bool is_inline;  /* an image the HTML shows, a signature: not a file for the customer */
};

enum format {
	FORMAT_MAIL, /* RFC 5322 */
	FORMAT_TEXT, /* a plain draft */
	FORMAT_HTML,
	FORMAT_MARKDOWN
};

/* What the command line or the mail path knows besides the bytes. Empty or NULL: not known. */
struct document_options {
	const char *name;     /* for messages and for telling the format by extension; may be NULL */
	int format;           /* enum format, or -1: by name and content */
	const char *template; /* template syntax: "auto", "none" or a name; NULL: auto for files, none for mail and stdin */
	bool is_stdin;
	bool in_mailbox;                     /* the bytes are a mail of an mbox */
	const char *const *attachment_names; /* --attachment, NULL-terminated; NULL when not given */
	const char *to, *from, *subject;     /* as header values */
};

struct document {
	struct arena *arena;
	const struct text *source;
	enum format format;
	bool is_template;
	struct message *message; /* NULL unless FORMAT_MAIL */
	struct {
		struct page *at;
		size_t count, room;
	} pages; /* the subject first, if there is one */
	struct {
		struct comment *at;
		size_t count, room;
	} comments;
	struct {
		struct attachment *at;
		size_t count, room;
	} attachments;
	bool attachments_known; /* false: absence of an attachment means nothing */
	bool subject_known;
	bool closing_known; /* false for a draft on standard input that may get its signature later */
	struct address_list from, reply_to, to, cc; /* empty where not known */
	struct mail_date date;                      /* the message's own: what is now for it */
	struct str_list names;      /* given and family names known from headers, greeting and signature, as written */
	size_t text_bytes;          /* of all views together */
	size_t reread_bytes;        /* read again to see what a fix would do to the text (fix_wrap.c) */
	bool is_cut;                /* a limit was met before the end of the text: what was not seen may be there */
	struct defect_list defects; /* the message's, and those of the document (limits) */
	struct str front_matter;    /* a template's YAML front matter without its fences; else empty */
};

struct document *document_read(struct arena *arena, struct str bytes, const struct document_options *options);

/* Notes a limit that was met; once for each. where: in the source. */
void document_defect(struct document *document, enum defect_id id, struct span where);

/* The sentence / block that holds offset, or the last before it. Page must have one. */
const struct sentence *page_sentence_at(const struct page *page, size_t offset);
const struct block *page_block_at(const struct page *page, size_t offset);

struct str page_bytes(const struct page *page, struct span span);

/* The template tag behind the U+FFFC at offset, as written in the source ("{{ order.id }}"); empty if it is none. */
struct str page_tag_at(const struct page *page, size_t offset);

/* page: the view and structure of one reading (page.c); zones are told by zones_tell() (zones.c). */
void page_build(struct document *document, struct page *page, const struct reading *reading);
void zones_tell(struct document *document, struct page *page);

/* Appends the sentences of block index `block`, whose text is span (sentences.c), then their words (words.c). */
void sentences_split(struct arena *arena, struct page *page, size_t block);
void words_split(struct arena *arena, struct page *page, size_t sentence);

/*
 * Template tags of `source` as TEXT_TEMPLATE: values become U+FFFC, control tags and comments nothing; comments are
 * added to document->comments (template.c). syntax: a language of template.def, "auto" or NULL for all that can be
 * told.
 */
const struct text *template_read(struct document *document, const struct text *source, const char *syntax);

/* Whether bytes hold tags of a template language; [NAME], which people write into drafts too, tells only in markup. */
bool template_detect(struct str bytes, bool markup);

/* Whether syntax is "auto", "none" or the name of a language of template.def. */
bool template_known(const char *syntax);

/* The names of the languages, in order of the alphabet. */
struct str_list template_languages(struct arena *arena);

#endif
