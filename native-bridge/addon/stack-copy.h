// Copies a thread's stack into a dump without what the thread was working on: a backtrace needs addresses, and nothing else is kept.
#pragma once
#include "dump-file.h"
#include "in-handler.h"
#include "memory-map.h"

namespace holdfast {

struct StackPieces {
	format::MemoryPiece top;  // from the stack pointer up
	format::MemoryPiece base; // the outermost frames, when the stack is too large to be copied whole
};

class StackCopier {
public:
	StackCopier(const MemoryMap& map, const Memory& memory) : map_(map), memory_(memory) {}
	/// The crashed thread's: up to 256 KiB and 64 KiB of its base; another's: up to 64 KiB.
	StackPieces copy(DumpFile& file, uintptr_t sp, bool crashed) const;

private:
	format::MemoryPiece copyPiece(DumpFile& file, const Mapping& stack, uintptr_t from, uintptr_t to) const;
	const MemoryMap& map_;
	const Memory& memory_;
};

} // namespace holdfast
