/* protection: what is signed (and must never be changed) or encrypted (and cannot be read). */
#ifndef REPLYLINT_MAIL_PROTECTION_H
#define REPLYLINT_MAIL_PROTECTION_H

#include "mail/message.h"

/* Sets is_signed and is_encrypted: multipart/signed and /encrypted, S/MIME (RFC 8551), inline OpenPGP. */
void protection_note(struct message *message);

#endif
