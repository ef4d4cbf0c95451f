// What lies where in this process: /proc/self/maps, read and parsed without a heap.
#pragma once
#include <cstddef>
#include <cstdint>

namespace holdfast {

struct Mapping {
	uintptr_t start, end;
	uint64_t offset;
	bool readable, executable;
	const char* name; // inside text, ends at the line's end
	uint16_t nameLength;
};

struct MemoryMap {
	const char* text;
	size_t textLength;
	const Mapping* mappings; // by address
	size_t count;

	/// The part of the address space whose addresses a sanitised stack may keep: code.
	bool isCode(uintptr_t address) const;
	/// The stack that `sp` belongs to; it may have run out of it, into the guard below. Null when there is none.
	const Mapping* stackOf(uintptr_t sp) const;
};

/// Reads it into buffers that are there already. For the one thread that is crashing. Over 16,384 mappings or 2 MiB of text the rest is left out.
MemoryMap readMemoryMap();

} // namespace holdfast
