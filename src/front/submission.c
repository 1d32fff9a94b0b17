#include "front/submission.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "mail/address.h"

/* Letters behind which a value stands; -a is msmtp's account. */
#define WITH_VALUE "ABCFLNORVXabefhopr"
/* Letters of other work: the queue, the aliases, Exim's messages; mail that only passes through (as from filter). */
#define NO_MAIL "qIMG"

struct reading_arguments {
	const char *const *next; /* NULL-terminated */
	struct submission *submission;
	bool other_work;
};

static struct str without_brackets(struct str address)
{
	bool bracketed = address.len >= 2 && address.at[0] == '<' && address.at[address.len - 1] == '>';
	return bracketed ? str_sub(address, 1, address.len - 2) : address;
}

static void read_value(struct reading_arguments *reading, char letter, const char *value)
{
	if (letter == 'f' || letter == 'r') {
		reading->submission->has_sender = true;
		reading->submission->sender = without_brackets(str_of(value));
	}
	reading->other_work = reading->other_work || (letter == 'b' && strcmp(value, "m") != 0);
}

/* Letters behind one dash; the last may have a value, behind it or as the next argument. */
static void read_letters(struct reading_arguments *reading, const char *letters)
{
	for (const char *at = letters; *at; at++) {
		if (strchr(WITH_VALUE, *at)) {
			const char *next = at[1] ? at + 1 : *reading->next ? *reading->next++ : "";
			read_value(reading, *at, next);
			return;
		}
		reading->submission->reads_header = reading->submission->reads_header || *at == 't';
		reading->other_work = reading->other_work || strchr(NO_MAIL, *at);
	}
}

void submission_read(struct arena *arena, const struct words *arguments, struct submission *submission)
{
	static const char *const none[] = {NULL};
	struct reading_arguments reading = {.next = arguments->count ? arguments->at : none, .submission = submission};
	bool done = false;

	*submission = (struct submission){.sender = {"", 0}};
	while (*reading.next) {
		const char *argument = *reading.next++;
		if (done || argument[0] != '-' || !argument[1])
			*vec_push(arena, &submission->recipients) = without_brackets(str_of(argument));
		else if (strcmp(argument, "--") == 0)
			done = true;
		else if (argument[1] != '-')
			read_letters(&reading, argument + 1);
		else if (strcmp(argument, "--read-recipients") == 0) /* msmtp's -t */
			submission->reads_header = true;
	}
	submission->brings_mail = !reading.other_work && (submission->reads_header || submission->recipients.count);
}

/* ---- the envelope ---- */

static struct str written(struct arena *arena, const struct address *address)
{
	if (!address->domain.len)
		return address->local;
	return str_printf(arena, STR_FMT "@" STR_FMT, STR_ARG(address->local), STR_ARG(address->domain));
}

/* The addresses of all fields of that name. */
static void add_addresses(struct message *message, const char *name, struct str_list *list)
{
	for (size_t i = 0; i < message->root->field_count; i++) {
		const struct field *field = &message->root->fields[i];
		if (!str_eq_nocase(field->name, str_of(name)))
			continue;
		struct address_list found = address_parse(message->arena, field_text(message, field)->bytes);
		for (size_t k = 0; k < found.count; k++)
			*vec_push(message->arena, list) = written(message->arena, &found.at[k]);
	}
}

struct str submission_user(struct arena *arena)
{
	const struct passwd *user = getpwuid(getuid());
	return user ? str_copy(arena, str_of(user->pw_name)) : (struct str){"", 0};
}

struct envelope submission_envelope(struct arena *arena, const struct submission *submission, struct message *message)
{
	struct envelope envelope = {
	    .is_known = submission->has_sender, .sender = submission->sender, .user = submission_user(arena)};
	struct str_list from = {0};

	for (size_t i = 0; i < submission->recipients.count; i++)
		*vec_push(arena, &envelope.recipients) = submission->recipients.at[i];
	if (submission->reads_header) {
		add_addresses(message, "To", &envelope.recipients);
		add_addresses(message, "Cc", &envelope.recipients);
		add_addresses(message, "Bcc", &envelope.recipients);
	}
	if (!submission->has_sender)
		add_addresses(message, "From", &from);
	if (from.count) {
		envelope.is_known = true;
		envelope.sender = from.at[0];
	}
	return envelope;
}
