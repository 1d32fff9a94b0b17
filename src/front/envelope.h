/* envelope: what the mail server knows of a message beside its bytes. Strings belong to whoever made it. */
#ifndef REPLYLINT_FRONT_ENVELOPE_H
#define REPLYLINT_FRONT_ENVELOPE_H

#include <stdbool.h>

#include "base/str.h"

struct envelope {
	bool is_known; /* false: nothing is known of sender and recipients, and the message is judged whoever they are */
	struct str sender; /* without < >; empty: the null sender of bounces */
	struct str_list recipients;
	struct str user;        /* who has logged in; empty: nobody, or not known */
	struct str daemon_name; /* of the listener, as in {daemon_name}; empty: not known */
	struct str queue_id;    /* empty: not known */
};

#endif
