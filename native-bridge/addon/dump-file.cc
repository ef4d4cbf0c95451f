#include "dump-file.h"
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace holdfast {
namespace {

/// One code point of UTF-8; a byte that is none of it stands for itself. `at` moves on.
uint32_t nextCharacter(const char*& at, const char* end) {
	const auto first = static_cast<uint8_t>(*at++);
	const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
	if (more == 0 || end - at < more) return first;
	uint32_t character = first & (0x3fu >> more);
	for (int i = 0; i < more; i++) {
		if ((static_cast<uint8_t>(at[i]) & 0xc0) != 0x80) return first;
		character = character << 6 | (static_cast<uint8_t>(at[i]) & 0x3f);
	}
	at += more;
	return character;
}

} // namespace

DumpFile::DumpFile(const char* path, uint32_t streams)
	: fd_(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)), mostStreams_(streams),
	  end_(static_cast<uint32_t>(sizeof(format::Header) + streams * sizeof(format::Stream))), whole_(fd_ >= 0) {}

DumpFile::~DumpFile() {
	if (fd_ >= 0) close(fd_);
}

uint32_t DumpFile::startPiece() { return end_ = (end_ + 7) & ~7u; }

void DumpFile::more(const void* bytes, size_t size) {
	const auto* from = static_cast<const char*>(bytes);
	while (whole_ && size > 0) {
		const ssize_t written = pwrite(fd_, from, size, end_);
		if (written <= 0) {
			whole_ = false;
			return;
		}
		from += written;
		size -= static_cast<size_t>(written);
		end_ += static_cast<uint32_t>(written);
	}
}

format::Place DumpFile::add(const void* bytes, size_t size) {
	const uint32_t start = startPiece();
	more(bytes, size);
	return {static_cast<uint32_t>(size), start};
}

uint32_t DumpFile::addText(const char* text, size_t length) {
	static struct {
		uint32_t bytes;
		char16_t characters[1024];
	} string;
	size_t count = 0;
	for (const char *at = text, *end = text + length; at < end && count < 1022;) {
		const uint32_t character = nextCharacter(at, end);
		if (character > 0xffff) {
			string.characters[count++] = static_cast<char16_t>(0xd7c0 + (character >> 10));
			string.characters[count++] = static_cast<char16_t>(0xdc00 + (character & 0x3ff));
		} else string.characters[count++] = static_cast<char16_t>(character);
	}
	string.characters[count] = 0;
	string.bytes = static_cast<uint32_t>(count * 2);
	return add(&string, sizeof string.bytes + count * 2 + 2).rva;
}

uint32_t DumpFile::addUtf8(const char* text, size_t length) {
	const uint32_t start = startPiece();
	const auto bytes = static_cast<uint32_t>(length);
	more(&bytes, sizeof bytes);
	more(text, length);
	more("", 1);
	return start;
}

format::Place DumpFile::addList(const void* entries, uint32_t count, size_t entrySize) {
	const uint32_t start = startPiece();
	more(&count, sizeof count);
	more(entries, count * entrySize);
	return {end_ - start, start};
}

void DumpFile::addStream(format::StreamType type, format::Place place) {
	if (streamCount_ < mostStreams_ && streamCount_ < 16) streams_[streamCount_++] = {type, place};
}

bool DumpFile::finish(uint32_t now) {
	format::Header header{};
	header.streams = streamCount_;
	header.directory = sizeof header;
	header.writtenAt = now;
	end_ = 0;
	more(&header, sizeof header);
	more(streams_, streamCount_ * sizeof streams_[0]);
	return whole_;
}

} // namespace holdfast
