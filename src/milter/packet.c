#include "milter/packet.h"

#define LENGTH_SIZE ((size_t)4)

static uint32_t read_number(const char *at)
{
	uint32_t number = 0;

	for (size_t i = 0; i < LENGTH_SIZE; i++)
		number = number << 8 | (unsigned char)at[i];
	return number;
}

static void write_number(char *at, uint32_t number)
{
	for (size_t i = 0; i < LENGTH_SIZE; i++)
		at[i] = (char)(unsigned char)(number >> (24 - 8 * i) & 0xFF);
}

enum packet_found packet_take(struct str *bytes, struct packet *packet)
{
	if (bytes->len < LENGTH_SIZE)
		return PACKET_PART;
	size_t length = read_number(bytes->at);
	if (length == 0 || length > PACKET_MAX)
		return PACKET_BAD;
	if (bytes->len - LENGTH_SIZE < length)
		return PACKET_PART;
	packet->command = bytes->at[LENGTH_SIZE];
	packet->data = str_sub(*bytes, LENGTH_SIZE + 1, length - 1);
	*bytes = str_from(*bytes, LENGTH_SIZE + length);
	return PACKET_WHOLE;
}

bool packet_number(struct str *data, uint32_t *number)
{
	if (data->len < LENGTH_SIZE)
		return false;
	*number = read_number(data->at);
	*data = str_from(*data, LENGTH_SIZE);
	return true;
}

bool packet_string(struct str *data, struct str *string)
{
	size_t end = str_find_char(*data, '\0', 0);

	if (end == STR_NONE)
		return false;
	*string = str_sub(*data, 0, end);
	*data = str_from(*data, end + 1);
	return true;
}

size_t packet_begin(struct buf *out, enum answer command)
{
	size_t start = out->len;

	packet_add_number(out, 0);
	buf_char(out, (char)command);
	return start;
}

void packet_end(struct buf *out, size_t start)
{
	write_number(out->at + start, (uint32_t)(out->len - start - LENGTH_SIZE));
}

void packet_add_number(struct buf *out, uint32_t number)
{
	char bytes[LENGTH_SIZE];

	write_number(bytes, number);
	buf_add(out, (struct str){bytes, sizeof bytes});
}

void packet_add_string(struct buf *out, struct str string)
{
	size_t end = str_find_char(string, '\0', 0);

	buf_add(out, str_sub(string, 0, end == STR_NONE ? string.len : end));
	buf_char(out, '\0');
}
