#include "memory-map.h"
#include <fcntl.h>
#include <unistd.h>

namespace holdfast {
namespace {

constexpr size_t kMostText = 2 << 20;
constexpr size_t kMostMappings = 16384;
/// How far below a stack its pointer may have run: the largest guard we know (main's, see fillBelowStack) and a large frame.
constexpr uintptr_t kMostBelow = 8 << 20;

// Costs no memory until it is written.
char text[kMostText];
Mapping mappings[kMostMappings];

uint64_t hex(const char*& at) {
	uint64_t value = 0;
	for (;; at++) {
		if (*at >= '0' && *at <= '9') value = value * 16 + static_cast<uint64_t>(*at - '0');
		else if (*at >= 'a' && *at <= 'f') value = value * 16 + static_cast<uint64_t>(*at - 'a' + 10);
		else return value;
	}
}

/// "start-end perms offset device inode   name"
Mapping parseLine(const char* at, const char* end) {
	Mapping mapping{};
	mapping.start = hex(at);
	mapping.end = hex(++at);
	mapping.readable = at[1] == 'r';
	mapping.executable = at[3] == 'x';
	at += 6;
	mapping.offset = hex(at);
	for (int field = 0; field < 2; field++) {
		while (at < end && *at == ' ') at++;
		while (at < end && *at != ' ') at++;
	}
	while (at < end && *at == ' ') at++;
	mapping.name = at;
	mapping.nameLength = static_cast<uint16_t>(end - at);
	return mapping;
}

} // namespace

MemoryMap readMemoryMap() {
	const int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	size_t length = 0;
	while (fd >= 0 && length < kMostText) {
		const ssize_t got = read(fd, text + length, kMostText - length);
		if (got <= 0) break;
		length += static_cast<size_t>(got);
	}
	if (fd >= 0) close(fd);
	while (length > 0 && text[length - 1] != '\n') length--;
	size_t count = 0;
	for (size_t from = 0; from < length && count < kMostMappings;) {
		size_t to = from;
		while (text[to] != '\n') to++;
		mappings[count++] = parseLine(text + from, text + to);
		from = to + 1;
	}
	return {text, length, mappings, count};
}

bool MemoryMap::isCode(uintptr_t address) const {
	size_t low = 0, high = count;
	while (low < high) {
		const size_t middle = (low + high) / 2;
		if (mappings[middle].end <= address) low = middle + 1;
		else high = middle;
	}
	return low < count && mappings[low].start <= address && mappings[low].executable;
}

const Mapping* MemoryMap::stackOf(uintptr_t sp) const {
	for (size_t i = 0; i < count; i++) {
		if (mappings[i].end <= sp || !mappings[i].readable) continue;
		return mappings[i].start <= sp + kMostBelow ? &mappings[i] : nullptr;
	}
	return nullptr;
}

} // namespace holdfast
