// The parts of the minidump format that we write. Source: Microsoft's minidumpapiset.h, and Breakpad's and Crashpad's extensions of it.
#pragma once
#include <cstdint>

namespace holdfast::format {

#pragma pack(push, 1)

struct Header {
	uint32_t signature = 0x504d444d; // MDMP
	uint32_t version = 0xa793;
	uint32_t streams, directory, checksum = 0, writtenAt;
	uint64_t flags = 0;
};
struct Place { // MINIDUMP_LOCATION_DESCRIPTOR
	uint32_t size, rva;
};
struct Stream {
	uint32_t type;
	Place place;
};
enum StreamType : uint32_t {
	kThreads = 3,
	kModules = 4,
	kMemory = 5,
	kException = 6,
	kSystem = 7,
	kMisc = 15,
	kThreadNames = 24,
	kCrashpad = 0x43500001,
	kLinuxMaps = 0x47670009,
};

struct MemoryPiece {
	uint64_t start;
	Place place;
};
struct Thread {
	uint32_t id, suspended, priorityClass, priority;
	uint64_t block;
	MemoryPiece stack;
	Place context;
};
struct ThreadName {
	uint32_t id;
	uint64_t rva;
};
struct Module {
	uint64_t base;
	uint32_t size, checksum, time, name;
	uint32_t version[13];
	Place codeView, misc;
	uint64_t reserved[2];
};
struct Exception {
	uint32_t thread, alignment;
	uint32_t signal, code; // signal number and si_code
	uint64_t nested, address;
	uint32_t parameters, alignment2;
	uint64_t parameter[15]; // the sender's pid and user, when a process sent the signal
	Place context;
};
struct System {
	uint16_t processor, level, revision;
	uint8_t processors, product;
	uint32_t major, minor, build, platform;
	uint32_t versionText;
	uint16_t suite, reserved;
	uint8_t cpu[24];
};
struct Misc {
	uint32_t size = sizeof(Misc), flags, pid, startedAt, userSeconds, kernelSeconds;
};
struct Crashpad {
	uint32_t version = 1;
	uint8_t report[16], client[16];
	Place annotations, modules;
};
struct Annotation {
	uint32_t key, value;
};

#pragma pack(pop)

static_assert(sizeof(Header) == 32 && sizeof(Thread) == 48 && sizeof(Module) == 108 && sizeof(Exception) == 168);
static_assert(sizeof(System) == 56 && sizeof(Misc) == 24 && sizeof(ThreadName) == 12);

constexpr uint32_t kPlatformLinux = 0x8201;
constexpr uint32_t kBuildIdSignature = 0x4270454c; // "LEpB" in the file: a code view record that holds an ELF build id

} // namespace holdfast::format
