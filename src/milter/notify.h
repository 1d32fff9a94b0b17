/* notify: tells whoever started us how we are (systemd's NOTIFY_SOCKET); where nobody asked, nothing happens. */
#ifndef REPLYLINT_MILTER_NOTIFY_H
#define REPLYLINT_MILTER_NOTIFY_H

/* state: "READY=1", "STOPPING=1", "RELOADING=1" ... */
void notify(const char *state);

#endif
