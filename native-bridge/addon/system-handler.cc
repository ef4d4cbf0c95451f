#include "system-handler.h"
#include "in-handler.h"
#include "registers.h"
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sched.h>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace holdfast {
namespace {

// What the handler reads from our memory: Crashpad's ExceptionInformation (util/linux/exception_information.h) and
// SanitizationInformation (snapshot/sanitized/sanitization_information.h).
struct __attribute__((packed)) {
	uint64_t info, context;
	int32_t thread;
} exceptionInformation;
struct __attribute__((packed)) {
	uint64_t allowedAnnotations = 0, targetModule = 0, allowedMemory = 0; // all annotations, any module, no other memory
	uint8_t sanitizeStacks = 1;
} sanitization;

constexpr int kMostArguments = 64;
char* arguments[kMostArguments + 1];
alignas(16) char childStack[64 << 10];

/// Runs in the crashing process's memory, on a stack of its own, while the crashing thread waits.
int execHandler(void*) {
	struct sigaction standard {};
	standard.sa_handler = SIG_DFL;
	for (int number = 1; number < NSIG; number++) sigaction(number, &standard, nullptr);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, nullptr);
	// Node closes 0 to 2 on exec. A dump opened as 2 would have the handler's log written into it; and its log is a line on a missing file in
	// /sys even when all is well, which in our stderr would look like the crash's cause.
	const int nothing = open("/dev/null", O_RDWR);
	for (int stream = 0; stream <= 2; stream++) dup2(nothing, stream);
#ifdef SYS_close_range
	syscall(SYS_close_range, 3u, ~0u, 0u);
#endif
	char* environment[] = {nullptr};
	execve(arguments[0], arguments, environment);
	_exit(127);
}

/// A stack that was overrun ends below its mapping, where the handler finds nothing and leaves the stack out. Unreadable pages down to there
/// make it look like one with a guard, and it copies what is above.
void fillBelowStack(uintptr_t sp) {
	const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
	const uintptr_t at = sp & ~(page - 1);
	unsigned char resident;
	const auto isFree = [&](uintptr_t address) { return mincore(reinterpret_cast<void*>(address), page, &resident) != 0 && errno == ENOMEM; };
	if (!isFree(at)) return;
	for (uintptr_t size = page; size <= 1024 * page; size += page) {
		if (isFree(at + size)) continue;
		mmap(reinterpret_cast<void*>(at), size, PROT_NONE, MAP_FIXED_NOREPLACE | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		return;
	}
}

Text<64> outcome;

bool succeeded(pid_t child, int timeoutMs) {
	const int64_t deadline = milliseconds(CLOCK_MONOTONIC) + timeoutMs;
	for (int status = 0;; sleepOneMs()) {
		const pid_t ended = waitpid(child, &status, WNOHANG | __WALL);
		if (ended == child) {
			if (WIFEXITED(status)) outcome.add("exit code ").add(static_cast<uint64_t>(WEXITSTATUS(status)));
			else outcome.add("signal ").add(static_cast<uint64_t>(WTERMSIG(status)));
			return WIFEXITED(status) && WEXITSTATUS(status) == 0;
		}
		if (ended < 0 && errno != EINTR) {
			outcome.add("lost, error ").add(static_cast<uint64_t>(errno));
			return false;
		}
		if (milliseconds(CLOCK_MONOTONIC) > deadline) {
			kill(child, SIGKILL);
			waitpid(child, &status, __WALL);
			outcome.add("stopped after ").add(static_cast<uint64_t>(timeoutMs)).add(" ms");
			return false;
		}
	}
}

} // namespace

void prepareSystemHandler(const char* program, const char* folder, const char* const* annotations) {
	int count = 0;
	const auto add = [&](const std::string& argument) {
		if (count < kMostArguments) arguments[count++] = strdup(argument.c_str());
	};
	const auto address = [](const void* of) {
		char text[32];
		snprintf(text, sizeof text, "0x%zx", reinterpret_cast<uintptr_t>(of));
		return std::string(text);
	};
	add(program);
	add(std::string("--database=") + folder);
	add("--trace-parent-with-exception=" + address(&exceptionInformation));
	add("--sanitization-information=" + address(&sanitization));
	// It names most libraries by soname alone. Where their files are, and whose code it is that was mapped twice, only this list tells.
	add("--attachment=/proc/" + std::to_string(getpid()) + "/maps");
	for (; *annotations; annotations++) add(std::string("--annotation=") + *annotations);
}

bool runSystemHandler(const siginfo_t& info, const ucontext_t& context, int timeoutMs) {
	exceptionInformation.info = reinterpret_cast<uintptr_t>(&info);
	exceptionInformation.context = reinterpret_cast<uintptr_t>(&context);
	exceptionInformation.thread = threadId();
	fillBelowStack(stackPointer(context));
	const int dumpable = prctl(PR_GET_DUMPABLE);
	prctl(PR_SET_DUMPABLE, 1);
	prctl(PR_SET_PTRACER, getpid()); // with Yama: our own children may trace us
	sigset_t all, before;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	// As vfork does: nothing of our memory is copied (fork took 90 ms at 2 GB), and no lock of the C library is taken (fork hangs for
	// good when the crash is one of malloc's own aborts).
	const pid_t child = clone(execHandler, childStack + sizeof childStack, CLONE_VM | CLONE_VFORK | SIGCHLD, nullptr);
	const int startError = errno;
	sigprocmask(SIG_SETMASK, &before, nullptr);
	if (child < 0) outcome.add("not started, error ").add(static_cast<uint64_t>(startError));
	const bool whole = child > 0 && succeeded(child, timeoutMs);
	prctl(PR_SET_DUMPABLE, dumpable);
	return whole;
}

const char* systemHandlerOutcome() { return outcome.c_str(); }

} // namespace holdfast
