#include "own-dump.h"
#include "dump-file.h"
#include "in-handler.h"
#include "memory-map.h"
#include "modules.h"
#include "other-threads.h"
#include "registers.h"
#include "stack-copy.h"
#include <cstdio>
#include <cstring>
#include <sys/utsname.h>

namespace holdfast {
namespace {

constexpr size_t kMostThreads = 257;
constexpr size_t kMostAnnotations = 64;
constexpr uint32_t kMostStreams = 9;

utsname machine;
char versionText[512];
uint32_t version[3];
long processors = 1;

format::Thread threads[kMostThreads];
format::ThreadName names[kMostThreads];
format::MemoryPiece pieces[kMostThreads];
format::Module moduleList[1024];

struct Lists {
	uint32_t threads = 0, names = 0, pieces = 0;
};

void addName(DumpFile& file, pid_t id, Lists& lists) {
	const auto path = Text<64>().add("/proc/self/task/").add(static_cast<uint64_t>(id)).add("/comm");
	char name[32];
	const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
	const ssize_t got = fd < 0 ? 0 : read(fd, name, sizeof name);
	if (fd >= 0) close(fd);
	if (got > 1) names[lists.names++] = {static_cast<uint32_t>(id), file.addText(name, static_cast<size_t>(got - 1))};
}

void addThread(DumpFile& file, const StackCopier& stacks, pid_t id, const ucontext_t* context, bool crashed, Lists& lists) {
	format::Thread& thread = threads[lists.threads++];
	thread = {};
	thread.id = static_cast<uint32_t>(id);
	addName(file, id, lists);
	if (context == nullptr) return;
	static CpuContext registers;
	readRegisters(*context, registers);
	thread.context = file.add(&registers, sizeof registers);
	thread.stack = stacks.copy(file, stackPointer(*context), crashed);
	if (thread.stack.place.size > 0) pieces[lists.pieces++] = thread.stack;
}

void addModules(DumpFile& file, const LoadedModules& modules) {
	for (size_t i = 0; i < modules.count; i++) {
		const LoadedModule& from = modules.modules[i];
		format::Module& to = moduleList[i];
		to = {};
		to.base = from.base;
		to.size = static_cast<uint32_t>(from.size);
		to.name = file.addText(from.name, from.nameLength);
		if (from.buildIdLength == 0) continue;
		struct {
			uint32_t signature = format::kBuildIdSignature;
			uint8_t id[32];
		} record;
		memcpy(record.id, from.buildId, from.buildIdLength);
		to.codeView = file.add(&record, sizeof record.signature + from.buildIdLength);
	}
	file.addStream(format::kModules, file.addList(moduleList, static_cast<uint32_t>(modules.count), sizeof moduleList[0]));
}

void addException(DumpFile& file, pid_t thread, int signal, const siginfo_t& info, format::Place context) {
	format::Exception exception{};
	exception.thread = static_cast<uint32_t>(thread);
	exception.signal = static_cast<uint32_t>(signal);
	exception.code = static_cast<uint32_t>(info.si_code);
	// For a signal that was sent this is the sender's pid, and its user in the upper half: Crashpad has it so.
	exception.address = reinterpret_cast<uintptr_t>(info.si_addr);
	if (info.si_code <= 0) {
		exception.parameters = 2;
		exception.parameter[0] = static_cast<uint64_t>(info.si_pid);
		exception.parameter[1] = info.si_uid;
	}
	exception.context = context;
	file.addStream(format::kException, file.add(&exception, sizeof exception));
}

void addSystem(DumpFile& file) {
	format::System system{};
	system.processor = kMinidumpProcessor;
	system.processors = static_cast<uint8_t>(processors > 255 ? 255 : processors);
	system.major = version[0], system.minor = version[1], system.build = version[2];
	system.platform = format::kPlatformLinux;
	system.versionText = file.addText(versionText, strlen(versionText));
	file.addStream(format::kSystem, file.add(&system, sizeof system));
}

void addMisc(DumpFile& file, uint32_t startedAt) {
	timespec used{};
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	format::Misc misc{};
	misc.flags = 1 | 2; // process id, process times
	misc.pid = static_cast<uint32_t>(getpid());
	misc.startedAt = startedAt;
	misc.userSeconds = static_cast<uint32_t>(used.tv_sec);
	file.addStream(format::kMisc, file.add(&misc, sizeof misc));
}

/// In Crashpad's shape, so that a reader finds them where it finds a handler's.
void addAnnotations(DumpFile& file, const char* const* texts, const char* systemHandler) {
	static format::Annotation entries[kMostAnnotations];
	uint32_t count = 0;
	const auto add = [&](const char* key, size_t keyLength, const char* value) {
		if (count < kMostAnnotations) entries[count++] = {file.addUtf8(key, keyLength), file.addUtf8(value, strlen(value))};
	};
	add("dump_writer", strlen("dump_writer"), "holdfast");
	add("crashpad_handler", strlen("crashpad_handler"), systemHandler);
	for (; *texts; texts++)
		if (const char* equals = strchr(*texts, '=')) add(*texts, static_cast<size_t>(equals - *texts), equals + 1);
	format::Crashpad crashpad{};
	crashpad.annotations = file.addList(entries, count, sizeof entries[0]);
	file.addStream(format::kCrashpad, file.add(&crashpad, sizeof crashpad));
}

} // namespace

void prepareOwnDump() {
	uname(&machine);
	snprintf(versionText, sizeof versionText, "%s %s %s %s", machine.sysname, machine.release, machine.version, machine.machine);
	sscanf(machine.release, "%u.%u.%u", &version[0], &version[1], &version[2]);
	processors = sysconf(_SC_NPROCESSORS_ONLN);
	prepareToHoldThreads();
}

bool writeOwnDump(const OwnDumpPlan& plan, int signal, const siginfo_t& info, const ucontext_t& context, const char* systemHandler) {
	const int64_t now = milliseconds(CLOCK_REALTIME);
	const pid_t self = threadId();
	const auto name = Text<64>().add("own-").add(static_cast<uint64_t>(getpid())).add("-").add(static_cast<uint64_t>(now)).add(".dmp");
	const auto writing = Text<4096>().add(plan.newFolder).add("/").add(name.c_str());
	const auto written = Text<4096>().add(plan.pendingFolder).add("/").add(name.c_str());
	bool whole = false;
	{
		DumpFile file(writing.c_str(), kMostStreams);
		const OtherThreads others = holdOtherThreads(self);
		const Memory memory;
		const MemoryMap map = readMemoryMap();
		const StackCopier stacks(map, memory);
		Lists lists;
		addThread(file, stacks, self, &context, true, lists);
		for (size_t i = 0; i < others.count; i++) addThread(file, stacks, others.threads[i].id, others.threads[i].context, false, lists);
		addException(file, self, signal, info, threads[0].context);
		file.addStream(format::kThreads, file.addList(threads, lists.threads, sizeof threads[0]));
		file.addStream(format::kThreadNames, file.addList(names, lists.names, sizeof names[0]));
		file.addStream(format::kMemory, file.addList(pieces, lists.pieces, sizeof pieces[0]));
		addModules(file, findModules(map, memory));
		releaseOtherThreads();
		addSystem(file);
		addMisc(file, plan.startedAt);
		addAnnotations(file, plan.annotations, systemHandler);
		file.addStream(format::kLinuxMaps, file.add(map.text, map.textLength));
		whole = file.finish(static_cast<uint32_t>(now / 1000));
	}
	if (whole && rename(writing.c_str(), written.c_str()) == 0) return true;
	unlink(writing.c_str());
	return false;
}

} // namespace holdfast
