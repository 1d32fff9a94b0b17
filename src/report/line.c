/* line: path:line:column:level:rule:message, one finding a line, for editors and grep. */
#include "report/report.h"

static void line_message(struct reporting *reporting, const struct reported *reported)
{
	const struct result *result = reported->result;
	struct arena *arena = result->document->arena;

	for (size_t i = 0; i < result->findings.count; i++) {
		const struct finding *finding = &result->findings.at[i];
		if (finding->level < reporting->least)
			continue;
		struct place place = reported_start(reported, finding);
		struct str message = report_clean(arena, finding->message);
		fprintf(reporting->out, "%s:%zu:%zu:%s:" STR_FMT ":" STR_FMT "\n", reported_path(reported), place.line,
		        place.column, level_names[finding->level], STR_ARG(finding->rule->id), STR_ARG(message));
	}
}

const struct reporter report_line = {
    .name = "line", .help = "path:line:column:level:rule:message", .message = line_message};
