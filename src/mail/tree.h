/* tree: a message cut into its MIME parts, in one pass and without recursion. */
#ifndef REPLYLINT_MAIL_TREE_H
#define REPLYLINT_MAIL_TREE_H

#include "mail/message.h"

/* The parts of message->source; defects are noted in message. Never NULL. */
const struct part *tree_parse(struct message *message);

#endif
