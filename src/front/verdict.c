#include "front/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lint/lint.h"

const char *const verdict_end_names[VERDICT_END_COUNT] = {[VERDICT_DONE] = "done",
                                                          [VERDICT_DEADLINE] = "deadline",
                                                          [VERDICT_CRASH] = "crash",
                                                          [VERDICT_MEMORY] = "memory",
                                                          [VERDICT_SYSTEM] = "system"};

static void copy_text(char *target, size_t room, struct str text)
{
	size_t len = text.len < room ? text.len : room - 1;

	memcpy(target, text.at, len);
	target[len] = '\0';
}

/* The ids of the rules that were broken, each once. */
static struct str list_rules(struct arena *arena, const struct result *result)
{
	struct buf buf;

	buf_init(&buf, arena, sizeof((struct verdict *)0)->rules - 1);
	for (size_t i = 0; i < result->findings.count && !buf.full; i++) {
		const struct finding *finding = &result->findings.at[i];
		bool known = finding->level < LEVEL_WARNING;
		for (size_t k = 0; k < i && !known; k++)
			known = result->findings.at[k].rule == finding->rule && result->findings.at[k].level >= LEVEL_WARNING;
		if (!known)
			buf_printf(&buf, "%s" STR_FMT, buf.len ? "," : "", STR_ARG(finding->rule->id));
	}
	return buf_str(&buf);
}

static void decide(const struct judging *judging, const struct result *result)
{
	const struct config_milter *milter = &judging->ruleset->config->milter;
	struct verdict *verdict = judging->verdict;
	struct str rules = list_rules(judging->arena, result);
	bool header = false, notify = false;

	for (size_t i = 0; i < result->findings.count; i++) {
		enum mail_action action = policy_action(milter, &judging->envelope, &result->findings.at[i]);
		header = header || action == MAIL_HEADER;
		notify = notify || action == MAIL_NOTIFY;
		if (action > verdict->action)
			verdict->action = action;
	}
	verdict->score = result->score;
	copy_text(verdict->kind, sizeof verdict->kind, judging->ruleset->kinds.at[result->kind].name);
	copy_text(verdict->rules, sizeof verdict->rules, rules);
	bool may_notify = policy_may_notify(milter, &judging->envelope);
	if (verdict->overridden || (verdict->action == MAIL_NOTIFY && !may_notify))
		verdict->action = MAIL_LOG;
	bool refused = verdict->action == MAIL_REJECT || verdict->action == MAIL_TEMPFAIL;
	verdict->notify = notify && may_notify && !refused && !verdict->overridden;
	if (refused || verdict->notify)
		copy_text(verdict->reply, sizeof verdict->reply,
		          reply_text(judging->arena, result, milter, &judging->envelope));
	verdict->header = header && policy_is_inside(milter, &judging->envelope);
	if (verdict->header)
		snprintf(verdict->header_value, sizeof verdict->header_value, "score=%ld; face=%s; rules=%.400s",
		         result->score / 10, face_name(result->face), verdict->rules);
}

void verdict_misbehave_if_asked(struct str bytes)
{
	const char *abort_word = getenv("REPLYLINT_TEST_ABORT"), *hang_word = getenv("REPLYLINT_TEST_HANG");

	if (abort_word && *abort_word && str_find(bytes, str_of(abort_word), 0) != STR_NONE)
		abort();
	while (hang_word && *hang_word && str_find(bytes, str_of(hang_word), 0) != STR_NONE)
		pause();
}

void verdict_reach(void *context)
{
	struct judging *judging = context;
	const struct config_milter *milter = &judging->ruleset->config->milter;
	struct verdict *verdict = judging->verdict;
	struct lint_options options = {.document = {.format = FORMAT_MAIL, .is_stdin = true},
	                               .trust_header = judging->trusts_header};
	struct message *message = message_parse(judging->arena, judging->bytes);
	struct str reason;

	judging->result = NULL;
	verdict->pass = policy_of_message(milter, message);
	if (verdict->pass != PASS_NOT)
		return;
	verdict->overridden = policy_is_overridden(milter, &judging->envelope, message, &reason);
	copy_text(verdict->reason, sizeof verdict->reason, reply_ascii(judging->arena, reason));
	for (char *quote = verdict->reason; (quote = strchr(quote, '"'));)
		*quote = '\'';
	const struct result *result =
	    lint_message(judging->arena, judging->ruleset, judging->searcher, judging->bytes, &options);
	verdict->pass = policy_of_result(result);
	if (verdict->pass != PASS_NOT)
		return;
	judging->result = result;
	decide(judging, result);
}

static const char *action_word(const struct verdict *verdict)
{
	return verdict->pass != PASS_NOT ? "pass" : mail_action_names[verdict->action];
}

static void write_result(const struct verdict *verdict, char *result, size_t room)
{
	if (verdict->end != VERDICT_DONE)
		snprintf(result, room, "failed=%s", verdict_end_names[verdict->end]);
	else if (verdict->pass != PASS_NOT)
		snprintf(result, room, "passed=%s", pass_names[verdict->pass]);
	else
		snprintf(result, room, "kind=%s score=%ld rules=%s%s%s%s", verdict->kind, verdict->score / 10,
		         verdict->rules[0] ? verdict->rules : "-", verdict->overridden ? " override=\"" : "", verdict->reason,
		         verdict->overridden ? "\"" : "");
}

void verdict_log(const struct verdict *verdict, const struct config_milter *milter, const struct envelope *envelope,
                 char line[VERDICT_LOG_MAX])
{
	char result[1600], sender[340] = "";
	struct str queue = envelope->queue_id.len ? str_sub(envelope->queue_id, 0, 64) : STR("-");

	write_result(verdict, result, sizeof result);
	if (milter->log_sender)
		snprintf(sender, sizeof sender, " sender=<" STR_FMT ">", STR_ARG(str_sub(envelope->sender, 0, 320)));
	snprintf(line, VERDICT_LOG_MAX, "queue=" STR_FMT " action=%s %s ms=%ld%s%s", STR_ARG(queue), action_word(verdict),
	         result, verdict->milliseconds, verdict->asked_again ? " again=yes" : "", sender);
	for (char *at = line; *at; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
}
