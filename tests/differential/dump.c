#include "dump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const dump_address_fields[] = {"From", "Sender", "Reply-To", "To", "Cc", NULL};

bool dump_is_text(const char *type)
{
	return strncmp(type, "text/", 5) == 0;
}

json_t *dump_bytes(const char *bytes, size_t length)
{
	char *wide = malloc(length * 2 + 1);
	size_t made = 0;

	for (size_t i = 0; wide != NULL && i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c >= 0x80) {
			wide[made++] = (char)(0xc0 | c >> 6);
			c = 0x80 | (c & 0x3f);
		}
		wide[made++] = (char)c;
	}
	json_t *string = json_stringn(wide, made);
	free(wide);
	return string;
}

json_t *dump_string(const char *bytes, size_t length)
{
	json_t *string = json_stringn(bytes, length);

	return string != NULL ? string : dump_bytes(bytes, length);
}

static char *read_file(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	size_t room = 1 << 16, got;
	char *bytes = malloc(room);

	*length = 0;
	while (file != NULL && bytes != NULL && (got = fread(bytes + *length, 1, room - *length, file)) > 0) {
		*length += got;
		if (*length == room) {
			bytes = realloc(bytes, room *= 2);
		}
	}
	if (file == NULL || bytes == NULL) {
		perror(path);
		exit(2);
	}
	fclose(file);
	return bytes;
}

int dump_files(char **paths, json_t *(*read)(const char *bytes, size_t length))
{
	for (; *paths != NULL; paths++) {
		size_t length;
		char *bytes = read_file(*paths, &length);
		json_t *mail = read(bytes, length);
		json_dumpf(mail, stdout, JSON_COMPACT);
		puts("");
		fflush(stdout);
		json_decref(mail);
		free(bytes);
	}
	return ferror(stdout) ? 2 : 0;
}
