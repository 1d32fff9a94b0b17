/* init: a .replylint.yml to start from, in the working directory. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "front/front.h"
#include "front/options.h"

#define FILE_NAME ".replylint.yml"

static const char *const lines[] = {
    "# How replylint judges the mails, drafts and templates in this folder and below.",
    "# Each key may be left out; replylint.yml(5) describes them all.",
    "",
    "# A file of this form to begin with, such as one for all your projects.",
    "# extends: base.yml",
    "",
    "# Folders of more rules (Vale styles too), relative to this file.",
    "# rules: [styles]",
    "",
    "# Rules or groups to judge (default: all) and not to judge. `replylint rules` lists them.",
    "# select: [yelling, jargon, confirmation]",
    "# ignore: [jargon.undefined-acronym]",
    "",
    "# Another level for a rule or a group: error, warning, suggestion, praise.",
    "# levels:",
    "#   yelling.exclamation-stack: suggestion",
    "",
    "# The kind of message, where the file's place tells it.",
    "# kinds:",
    "#   - {files: \"templates/orders/**\", kind: order}",
    "",
    "# Terms your customers know, and glossaries of your own with plain explanations.",
    "# known-terms: [ADSL, IBAN]",
    "# glossary: [glossary.yml]",
    "",
    "# How your names are written.",
    "# brand: [PayPal, eBay]",
    "",
    "# Who writes: put into the texts that findings suggest.",
    "# organisation:",
    "#   names: [Crumb & Co]",
    "#   mailboxes: [hello@crumbandco.example]",
    "#   contact: 555-0195 or hello@crumbandco.example",
    "#   hours: Monday to Friday, 9 to 17",
    "#   products: [Crumb Box]",
    "#   domains: [crumbandco.example]",
    "#   staff: [\"Kate, Katherine Miller\"]",
    "#   own-payment-details: [DE89370400440532013000]",
    "",
    "# Language and country of those who write: tells the order of day and month.",
    "# locale: en-GB",
    "",
    "# The template language, where it cannot be told from the file.",
    "# templates:",
    "#   - {files: \"templates/**/*.txt\", syntax: liquid}",
    "",
    "# More for some files: select, ignore, levels, known-terms ...",
    "# overrides:",
    "#   - {files: \"templates/old/**\", levels: {jargon: suggestion}}",
};

enum status front_init(const struct front *front, const struct options *options)
{
	struct err err = {""};
	FILE *out;

	(void)front;
	if (options->arguments.count) {
		err_set(&err, "init takes no argument: it writes %s here", FILE_NAME);
		return front_trouble(&err);
	}
	out = fopen(FILE_NAME, "wx");
	if (!out) {
		err_set(&err, "%s: %s", FILE_NAME, errno == EEXIST ? "is there already" : strerror(errno));
		return front_trouble(&err);
	}
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		fprintf(out, "%s\n", lines[i]);
	enum status status = front_close(out, FILE_NAME);
	fclose(out);
	if (status != STATUS_CLEAN) {
		remove(FILE_NAME);
		return status;
	}
	printf("%s written\n", FILE_NAME);
	return front_close(stdout, "standard output");
}
