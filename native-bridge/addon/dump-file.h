// A minidump under construction: pieces are appended, each at a multiple of 8, and are referred to by their place.
#pragma once
#include "minidump-format.h"
#include <cstddef>
#include <sys/types.h>

namespace holdfast {

class DumpFile {
public:
	/// Makes the file, for the user alone. `streams` is how many there will be at most.
	DumpFile(const char* path, uint32_t streams);
	~DumpFile();

	format::Place add(const void* bytes, size_t size);
	/// UTF-8 in, MINIDUMP_STRING out (UTF-16, as Windows has it). At most 1,023 characters.
	uint32_t addText(const char* text, size_t length);
	/// Crashpad's own kind of text: UTF-8 with its length before it.
	uint32_t addUtf8(const char* text, size_t length);
	/// A list in the format's usual shape: the number of entries, then the entries.
	format::Place addList(const void* entries, uint32_t count, size_t entrySize);
	void addStream(format::StreamType type, format::Place place);
	/// Writes the header; true when every byte got to the file.
	bool finish(uint32_t now);

	/// For pieces whose size is not known before: where the next one starts, and more of it.
	uint32_t startPiece();
	void more(const void* bytes, size_t size);

private:
	const int fd_;
	const uint32_t mostStreams_;
	format::Stream streams_[16];
	uint32_t streamCount_ = 0;
	uint32_t end_;
	bool whole_;
};

} // namespace holdfast
