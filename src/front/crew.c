#include "front/crew.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct member {
	struct errand errand; /* the member's own while it is busy, the crew's otherwise */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool busy, dismissed;
};

struct crew {
	size_t count;     /* of members */
	size_t sent, met; /* errands; number n goes to member n % count */
	struct member members[];
};

static bool wait_for_errand(struct member *member)
{
	pthread_mutex_lock(&member->lock);
	while (!member->busy && !member->dismissed)
		pthread_cond_wait(&member->changed, &member->lock);
	bool busy = member->busy;
	pthread_mutex_unlock(&member->lock);
	return busy;
}

static void wait_until_done(struct member *member)
{
	pthread_mutex_lock(&member->lock);
	while (member->busy)
		pthread_cond_wait(&member->changed, &member->lock);
	pthread_mutex_unlock(&member->lock);
}

static void set(struct member *member, bool *what, bool value)
{
	pthread_mutex_lock(&member->lock);
	*what = value;
	pthread_cond_signal(&member->changed);
	pthread_mutex_unlock(&member->lock);
}

static void *work(void *context)
{
	struct member *member = context;
	struct errand *errand = &member->errand;

	while (wait_for_errand(member)) {
		errand->result = job_judge(&errand->job, &errand->desk, errand->bytes);
		set(member, &member->busy, false);
	}
	return NULL;
}

static bool enlist(struct member *member)
{
	bool good = desk_init(&member->errand.desk);

	pthread_mutex_init(&member->lock, NULL);
	pthread_cond_init(&member->changed, NULL);
	if (good && pthread_create(&member->thread, NULL, work, member) == 0)
		return true;
	desk_release(&member->errand.desk);
	return false;
}

struct crew *crew_new(size_t members)
{
	struct crew *crew = calloc(1, sizeof *crew + members * sizeof *crew->members);

	while (crew && crew->count < members && enlist(&crew->members[crew->count]))
		crew->count++;
	if (crew && crew->count == 0) {
		free(crew);
		return NULL;
	}
	return crew;
}

void crew_release(struct crew *crew)
{
	for (size_t i = 0; crew && i < crew->count; i++) {
		struct member *member = &crew->members[i];
		set(member, &member->dismissed, true);
		pthread_join(member->thread, NULL);
		pthread_mutex_destroy(&member->lock);
		pthread_cond_destroy(&member->changed);
		desk_release(&member->errand.desk);
	}
	free(crew);
}

struct errand *crew_prepare(struct crew *crew)
{
	struct errand *errand = &crew->members[crew->sent % crew->count].errand;

	if (crew->sent - crew->met == crew->count)
		return NULL;
	desk_clear(&errand->desk);
	errand->job.searcher = errand->desk.searcher;
	return errand;
}

void crew_send(struct crew *crew)
{
	struct member *member = &crew->members[crew->sent++ % crew->count];

	set(member, &member->busy, true);
}

struct errand *crew_meet(struct crew *crew)
{
	if (crew->met == crew->sent)
		return NULL;
	struct member *member = &crew->members[crew->met++ % crew->count];
	wait_until_done(member);
	return &member->errand;
}
