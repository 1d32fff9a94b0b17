#include "checks/blame.h"

#include "lint/matcher.h"

bool blame_patterns(const struct rule_source *source, const struct node *node, const struct err *whole)
{
	bool is_list = node->kind == NODE_SEQUENCE;

	for (const struct node *pattern = is_list ? node->value : node; pattern; pattern = is_list ? pattern->next : NULL) {
		struct err alone = {""};
		if (pattern->kind == NODE_SCALAR &&
		    !matcher_add_regex(matcher_new(source->arena, 0), pattern->scalar, 0, &alone))
			return node_err(pattern, source->err, "this pattern does not compile: %s", alone.text);
	}
	return node_err(node, source->err, "this pattern does not compile: %s", whole->text);
}
