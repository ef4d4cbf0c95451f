#include "alternative-stack.h"
#include <csignal>
#include <cstddef>
#include <pthread.h>
#include <sys/mman.h>

namespace holdfast {
namespace {

// A signal frame with AVX-512 registers is 3 KiB, with AMX 11; our own frames below it are small.
constexpr size_t kSize = 64 << 10;
/// A multiple of every page size there is.
constexpr size_t kGuard = 64 << 10;

void takeBack(void* memory) {
	stack_t none{};
	none.ss_flags = SS_DISABLE;
	sigaltstack(&none, nullptr);
	munmap(memory, kGuard + kSize);
}

/// Its destructor runs at a thread's end; the main thread keeps its stack.
pthread_key_t keyOfThreads() {
	static const pthread_key_t key = [] {
		pthread_key_t created{};
		pthread_key_create(&created, takeBack);
		return created;
	}();
	return key;
}

} // namespace

bool giveThisThreadAStack() {
	stack_t present{};
	if (sigaltstack(nullptr, &present) == 0 && !(present.ss_flags & SS_DISABLE) && present.ss_size >= kSize) return true;
	void* memory = mmap(nullptr, kGuard + kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (memory == MAP_FAILED) return false;
	mprotect(memory, kGuard, PROT_NONE);
	stack_t ours{};
	ours.ss_sp = static_cast<char*>(memory) + kGuard;
	ours.ss_size = kSize;
	if (sigaltstack(&ours, nullptr) != 0) {
		munmap(memory, kGuard + kSize);
		return false;
	}
	pthread_setspecific(keyOfThreads(), memory);
	return true;
}

} // namespace holdfast
