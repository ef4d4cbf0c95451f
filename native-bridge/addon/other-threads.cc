#include "other-threads.h"
#include "in-handler.h"
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

namespace holdfast {
namespace {

constexpr size_t kMost = 256;
/// They answer at once; on a machine with more to do than processors, when their turn comes.
constexpr int64_t kPatienceMs = 250;

struct Answer {
	std::atomic<pid_t> id;
	const ucontext_t* context;
};

int holdSignal = 0;
std::atomic<bool> holding{false};
std::atomic<size_t> arrived{0};
Answer answers[kMost];
OtherThread threads[kMost];

void wait(int, siginfo_t* info, void* context) {
	if (info->si_code != SI_TKILL || info->si_pid != getpid() || !holding.load(std::memory_order_acquire)) return;
	const int before = errno;
	const size_t place = arrived.fetch_add(1);
	if (place < kMost) {
		answers[place].context = static_cast<const ucontext_t*>(context);
		answers[place].id.store(threadId(), std::memory_order_release);
	}
	while (holding.load(std::memory_order_acquire)) sleepOneMs();
	errno = before;
}

struct DirectoryEntry {
	uint64_t inode;
	int64_t offset;
	uint16_t length;
	uint8_t type;
	char name[1];
};

size_t listThreads(pid_t self) {
	alignas(DirectoryEntry) static char buffer[8192];
	const int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t count = 0;
	for (long got; folder >= 0 && (got = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0;) {
		for (long at = 0; at < got;) {
			const auto* entry = reinterpret_cast<const DirectoryEntry*>(buffer + at);
			pid_t id = 0;
			for (const char* digit = entry->name; *digit >= '0' && *digit <= '9'; digit++) id = id * 10 + (*digit - '0');
			if (id != 0 && id != self && count < kMost) threads[count++] = {id, nullptr};
			at += entry->length;
		}
	}
	if (folder >= 0) close(folder);
	return count;
}

/// Node has a thread that blocks every signal: asking it would cost the whole patience. "SigBlk:\t0123456789abcdef" in its status.
bool blocksHoldSignal(pid_t id) {
	static char status[4096];
	const auto path = Text<64>().add("/proc/self/task/").add(static_cast<uint64_t>(id)).add("/status");
	const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
	const ssize_t got = fd < 0 ? 0 : read(fd, status, sizeof status - 1);
	if (fd >= 0) close(fd);
	status[got > 0 ? got : 0] = 0;
	const char* blocked = strstr(status, "SigBlk:\t");
	if (blocked == nullptr || strlen(blocked) < 8 + 16) return false;
	// The last digit holds signals 1 to 4.
	const char digit = blocked[8 + 15 - (holdSignal - 1) / 4];
	const int bits = digit <= '9' ? digit - '0' : digit - 'a' + 10;
	return bits >> ((holdSignal - 1) % 4) & 1;
}

} // namespace

void prepareToHoldThreads() {
	for (int number = SIGRTMAX; number >= SIGRTMIN && holdSignal == 0; number--) {
		struct sigaction before {};
		if (sigaction(number, nullptr, &before) != 0 || before.sa_handler != SIG_DFL) continue;
		struct sigaction ours {};
		ours.sa_sigaction = wait;
		ours.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
		sigemptyset(&ours.sa_mask);
		if (sigaction(number, &ours, nullptr) == 0) holdSignal = number;
	}
}

OtherThreads holdOtherThreads(pid_t self) {
	const size_t count = listThreads(self);
	if (holdSignal == 0) return {threads, count};
	holding.store(true, std::memory_order_release);
	size_t asked = 0;
	for (size_t i = 0; i < count; i++)
		if (!blocksHoldSignal(threads[i].id) && syscall(SYS_tgkill, getpid(), threads[i].id, holdSignal) == 0) asked++;
	const int64_t deadline = milliseconds(CLOCK_MONOTONIC) + kPatienceMs;
	const timespec moment{0, 50'000};
	while (arrived.load() < asked && milliseconds(CLOCK_MONOTONIC) < deadline) nanosleep(&moment, nullptr);
	for (auto& answer : answers) {
		const pid_t id = answer.id.load(std::memory_order_acquire);
		for (size_t i = 0; id != 0 && i < count; i++)
			if (threads[i].id == id) threads[i].context = answer.context;
	}
	return {threads, count};
}

void releaseOtherThreads() { holding.store(false, std::memory_order_release); }

} // namespace holdfast
