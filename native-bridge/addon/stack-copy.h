// Copies a thread's stack into a dump without what the thread was working on: a backtrace needs addresses, and nothing else is kept.
#pragma once
#include "dump-file.h"
#include "in-handler.h"
#include "memory-map.h"

namespace holdfast {

class StackCopier {
public:
	StackCopier(const MemoryMap& map, const Memory& memory) : map_(map), memory_(memory) {}
	/// From the stack pointer up: the crashed thread's at most 16 MiB (a usual one whole, so that an endless recursion shows who began it),
	/// another's 64 KiB.
	format::MemoryPiece copy(DumpFile& file, uintptr_t sp, bool crashed) const;

private:
	const MemoryMap& map_;
	const Memory& memory_;
};

} // namespace holdfast
