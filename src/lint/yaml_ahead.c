#include "lint/yaml_ahead.h"

#include <pthread.h>

#define AHEAD_BYTES_MAX ((size_t)512 * 1024 * 1024)

enum state { WAITING, BEGUN, DONE };

struct file {
	const char *path;
	enum state state;
	const struct node *root; /* DONE: NULL and err when it is wrong */
	struct err err;
};

struct yaml_ahead {
	struct file *files;
	size_t count;
	size_t wanted; /* where yaml_ahead_load() looks first */
	const char *last;
	struct arena *arena; /* the thread's own */
	bool is_stopped;
	pthread_t thread;
	pthread_mutex_t lock; /* over each file's state and is_stopped */
	pthread_cond_t done;
};

/* Takes a file that is still waiting; false when it is not, or all is stopped. */
static bool begin(struct yaml_ahead *ahead, struct file *file)
{
	pthread_mutex_lock(&ahead->lock);
	bool free = file->state == WAITING && !ahead->is_stopped;
	if (free)
		file->state = BEGUN;
	pthread_mutex_unlock(&ahead->lock);
	return free;
}

static void finish(struct yaml_ahead *ahead, struct file *file, enum state state)
{
	pthread_mutex_lock(&ahead->lock);
	file->state = state;
	pthread_cond_signal(&ahead->done);
	pthread_mutex_unlock(&ahead->lock);
}

struct job {
	struct yaml_ahead *ahead;
	struct file *file;
};

static void parse(void *context)
{
	struct job *job = context;

	job->file->root = yaml_load_without(job->ahead->arena, job->file->path, job->ahead->last, &job->file->err);
}

static void *run(void *context)
{
	struct yaml_ahead *ahead = context;

	for (size_t i = 0; i < ahead->count; i++) {
		struct job job = {ahead, &ahead->files[i]};
		if (!begin(ahead, job.file))
			continue;
		bool fits = arena_try(ahead->arena, parse, &job);
		finish(ahead, job.file, fits ? DONE : WAITING);
		if (!fits)
			break; /* out of memory: the other thread meets that, too, and can say so */
	}
	return NULL;
}

void yaml_ahead_stop(struct yaml_ahead *ahead)
{
	if (!ahead || ahead->is_stopped)
		return;
	pthread_mutex_lock(&ahead->lock);
	ahead->is_stopped = true;
	pthread_mutex_unlock(&ahead->lock);
	pthread_join(ahead->thread, NULL);
}

static void release(void *object)
{
	struct yaml_ahead *ahead = object;

	yaml_ahead_stop(ahead);
	pthread_cond_destroy(&ahead->done);
	pthread_mutex_destroy(&ahead->lock);
	arena_free(ahead->arena);
}

struct yaml_ahead *yaml_ahead_new(struct arena *arena, const struct str_list *paths, const char *last)
{
	struct yaml_ahead *ahead = ARENA_NEW(arena, struct yaml_ahead);

	ahead->files = ARENA_ARRAY(arena, paths->count, struct file);
	for (; ahead->count < paths->count; ahead->count++)
		ahead->files[ahead->count].path = paths->at[ahead->count].at;
	ahead->last = last;
	ahead->arena = arena_new(AHEAD_BYTES_MAX);
	pthread_mutex_init(&ahead->lock, NULL);
	pthread_cond_init(&ahead->done, NULL);
	if (!ahead->arena || pthread_create(&ahead->thread, NULL, run, ahead) != 0) {
		ahead->is_stopped = true;
		release(ahead);
		return NULL;
	}
	arena_defer(arena, release, ahead);
	return ahead;
}

static struct file *find(struct yaml_ahead *ahead, const char *path)
{
	for (size_t i = 0; i < ahead->count; i++) {
		size_t at = (ahead->wanted + i) % ahead->count;
		if (str_eq(str_of(ahead->files[at].path), str_of(path))) {
			ahead->wanted = at + 1;
			return &ahead->files[at];
		}
	}
	return NULL;
}

const struct node *yaml_ahead_load(struct yaml_ahead *ahead, struct arena *arena, const char *path, struct err *err)
{
	struct file *file = find(ahead, path);

	if (!file || begin(ahead, file))
		return yaml_load_without(arena, path, ahead->last, err);
	pthread_mutex_lock(&ahead->lock);
	while (file->state == BEGUN)
		pthread_cond_wait(&ahead->done, &ahead->lock);
	pthread_mutex_unlock(&ahead->lock);
	if (file->state == WAITING)
		return yaml_load_without(arena, path, ahead->last, err);
	if (!file->root)
		*err = file->err;
	return file->root;
}
