#include "modules.h"
#include <cstring>
#include <elf.h>

namespace holdfast {
namespace {

constexpr size_t kMost = 1024;
constexpr size_t kMostSegments = 32;
LoadedModule modules[kMost];

void findBuildId(const Memory& memory, uintptr_t notes, uint64_t size, LoadedModule& into) {
	const uintptr_t end = notes + (size < 4096 ? size : 4096);
	Elf64_Nhdr note;
	for (uintptr_t at = notes; at + sizeof note <= end && memory.read(at, note);) {
		const uintptr_t content = at + sizeof note + ((note.n_namesz + 3ull) & ~3ull);
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && note.n_descsz <= sizeof into.buildId) {
			into.buildIdLength = static_cast<uint32_t>(memory.read(content, into.buildId, note.n_descsz));
			return;
		}
		at = content + ((note.n_descsz + 3ull) & ~3ull);
	}
}

/// False when what is mapped there is no program or library, but for example a data file.
bool readElf(const Memory& memory, LoadedModule& into) {
	Elf64_Ehdr header;
	if (!memory.read(into.base, header) || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64) return false;
	Elf64_Phdr segments[kMostSegments];
	const size_t count = header.e_phnum < kMostSegments ? header.e_phnum : kMostSegments;
	if (memory.read(into.base + header.e_phoff, segments, count * sizeof segments[0]) != count * sizeof segments[0]) return false;
	uint64_t low = UINT64_MAX, high = 0;
	bool runs = false;
	for (size_t i = 0; i < count; i++) {
		const Elf64_Phdr& segment = segments[i];
		if (segment.p_type != PT_LOAD) continue;
		if (segment.p_vaddr < low) low = segment.p_vaddr & ~0xfffull;
		if (segment.p_vaddr + segment.p_memsz > high) high = segment.p_vaddr + segment.p_memsz;
		runs = runs || (segment.p_flags & PF_X);
	}
	if (!runs || high <= low) return false;
	into.size = ((high + 0xfff) & ~0xfffull) - low;
	for (size_t i = 0; i < count && into.buildIdLength == 0; i++)
		if (segments[i].p_type == PT_NOTE) findBuildId(memory, into.base + segments[i].p_vaddr - low, segments[i].p_filesz, into);
	return true;
}

} // namespace

LoadedModules findModules(const MemoryMap& map, const Memory& memory) {
	size_t count = 0;
	uintptr_t end = 0;
	for (size_t i = 0; i < map.count && count < kMost; i++) {
		const Mapping& mapping = map.mappings[i];
		// Only what starts a file, and is not the middle of the module before it (the loader reserves a module's whole room at once).
		const bool named = mapping.nameLength > 0 && (mapping.name[0] == '/' || memcmp(mapping.name, "[vdso]", 6) == 0);
		if (!named || mapping.offset != 0 || !mapping.readable || mapping.start < end) continue;
		LoadedModule& module = modules[count];
		module = {};
		module.base = mapping.start;
		module.name = mapping.name;
		module.nameLength = mapping.nameLength;
		if (!readElf(memory, module)) continue;
		end = module.base + module.size;
		count++;
	}
	return {modules, count};
}

} // namespace holdfast
