#include "on-crash.h"
#include "in-handler.h"
#include "system-handler.h"
#include <atomic>
#include <cerrno>
#include <dlfcn.h>

namespace holdfast {
namespace {

constexpr int kSignals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS};
/// How long a second crashing thread leaves our own writer, besides the handler's time.
constexpr int kOwnMs = 2'000;

const CapturePlan* plan = nullptr;
struct sigaction before[NSIG];
std::atomic<pid_t> crashedThread{0};
std::atomic<bool> captured{false};

/// V8 finds an access outside a WebAssembly memory by letting it fault: that is a JavaScript exception, and no crash.
bool (*tryWebAssemblyTrap)(int, siginfo_t*, void*) = nullptr;

/// The instruction faults again when the handler returns. Not so when a process sent the signal, or the kernel gives no fault (int3, seccomp).
bool happensAgain(int signal, const siginfo_t& info) {
	const bool fault = signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE;
	return fault && info.si_code > 0 && info.si_code < SI_KERNEL;
}

void onCrash(int signal, siginfo_t* info, void* rawContext) {
	const int errnoBefore = errno;
	if (signal == SIGSEGV && tryWebAssemblyTrap && tryWebAssemblyTrap(signal, info, rawContext)) return;
	const auto& context = *static_cast<const ucontext_t*>(rawContext);
	pid_t first = 0;
	if (crashedThread.compare_exchange_strong(first, threadId())) {
		if (!plan->systemHandler) writeOwnDump(plan->own, signal, *info, context, "none");
		else if (!runSystemHandler(*info, context, plan->timeoutMs)) writeOwnDump(plan->own, signal, *info, context, systemHandlerOutcome());
		captured.store(true, std::memory_order_release);
	} else if (first != threadId()) {
		// Another thread crashed before us; our death would cut its dump short.
		const int64_t deadline = milliseconds(CLOCK_MONOTONIC) + plan->timeoutMs + kOwnMs;
		while (!captured.load(std::memory_order_acquire) && milliseconds(CLOCK_MONOTONIC) < deadline) sleepOneMs();
	}
	// From here on the process dies as it would have without us.
	sigaction(signal, &before[signal], nullptr);
	if (!happensAgain(signal, *info)) syscall(SYS_tgkill, getpid(), threadId(), signal);
	errno = errnoBefore;
}

} // namespace

bool handleCrashes(const CapturePlan& capture) {
	plan = &capture;
	tryWebAssemblyTrap = reinterpret_cast<bool (*)(int, siginfo_t*, void*)>(
		dlsym(RTLD_DEFAULT, "_ZN2v829TryHandleWebAssemblyTrapPosixEiP9siginfo_tPv"));
	struct sigaction ours {};
	ours.sa_sigaction = onCrash;
	ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigemptyset(&ours.sa_mask);
	for (const int signal : kSignals) {
		if (sigaction(signal, nullptr, &before[signal]) != 0) return false;
		const bool ignored = !(before[signal].sa_flags & SA_SIGINFO) && before[signal].sa_handler == SIG_IGN;
		if (!ignored && sigaction(signal, &ours, nullptr) != 0) return false;
	}
	return true;
}

} // namespace holdfast
