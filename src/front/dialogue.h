/* dialogue: a question to whoever sits at the terminal; standard input is the mail. */
#ifndef REPLYLINT_FRONT_DIALOGUE_H
#define REPLYLINT_FRONT_DIALOGUE_H

#include <stdbool.h>
#include <stdio.h>

struct dialogue {
	int descriptor; /* the terminal; -1: there is nobody to ask */
	FILE *out;
};

/*
 * Whether somebody can be asked: there is a terminal, it is ours and not the shell's (we are in the background), and it
 * takes lines: no mail program in full screen has it.
 */
bool dialogue_open(struct dialogue *dialogue);
void dialogue_close(struct dialogue *dialogue);

/* Asks until the answer begins with one of letters, which it returns; '\0': nobody answers any more, or ^C does. */
char dialogue_ask(const struct dialogue *dialogue, const char *question, const char *letters);

/* Lets them edit the file, in VISUAL, EDITOR or vi. False: the editor failed. */
bool dialogue_edit(const struct dialogue *dialogue, const char *path);

#endif
