#include "stack-copy.h"

/// glibc: where the main thread's first frame began. Above it lie the arguments and the environment.
extern "C" void* __libc_stack_end;

namespace holdfast {
namespace {

/// The same word as Crashpad's, so that a stack walker needs to know only one.
constexpr uint64_t kBlotted = 0x0defaced0defaced;
constexpr int64_t kSmall = 4096;
/// x86-64 code may use this much below the stack pointer.
constexpr uintptr_t kRedZone = 128;
constexpr uintptr_t kMostCrashed = 16 << 20, kMostOther = 64 << 10;

} // namespace

format::MemoryPiece StackCopier::copy(DumpFile& file, uintptr_t sp, bool crashed) const {
	const Mapping* stack = map_.stackOf(sp);
	if (stack == nullptr) return {};
	const auto outermost = reinterpret_cast<uintptr_t>(__libc_stack_end);
	const uintptr_t end = stack->start <= outermost && outermost < stack->end ? outermost & ~7ull : stack->end;
	const uintptr_t lowest = (sp - kRedZone) & ~7ull;
	uintptr_t from = lowest > stack->start ? lowest : stack->start;
	if (from >= end) return {};
	const uintptr_t most = crashed ? kMostCrashed : kMostOther;
	const uintptr_t to = end - from > most ? from + most : end;
	static uint64_t words[512];
	format::MemoryPiece piece{from, {0, file.startPiece()}};
	while (from < to) {
		const size_t wanted = to - from < sizeof words ? to - from : sizeof words;
		const size_t got = memory_.read(from, words, wanted) & ~7ull;
		for (size_t i = 0; i < got / 8; i++) {
			const uint64_t word = words[i];
			const auto number = static_cast<int64_t>(word);
			const bool small = number >= -kSmall && number <= kSmall;
			const bool ownStack = word >= stack->start && word < stack->end;
			if (!small && !ownStack && !map_.isCode(word)) words[i] = kBlotted;
		}
		file.more(words, got);
		piece.place.size += static_cast<uint32_t>(got);
		from += got;
		if (got < wanted) break;
	}
	return piece;
}

} // namespace holdfast
