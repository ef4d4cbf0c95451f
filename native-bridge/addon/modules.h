// The programs and libraries that are mapped, with the build ids that say exactly which ones they are.
#pragma once
#include "in-handler.h"
#include "memory-map.h"

namespace holdfast {

struct LoadedModule {
	uintptr_t base;
	uint64_t size;
	const char* name; // not terminated
	uint16_t nameLength;
	uint8_t buildId[32];
	uint32_t buildIdLength; // 0 when it has none, or is longer than any we know
};

struct LoadedModules {
	const LoadedModule* modules;
	size_t count;
};

/// At most 1,024, by address. Not by dl_iterate_phdr: it takes a lock that the crashing thread may hold.
LoadedModules findModules(const MemoryMap& map, const Memory& memory);

} // namespace holdfast
