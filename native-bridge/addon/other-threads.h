// Holds the other threads still while a dump is written, and learns their registers: each is sent a signal and waits in its handler.
#pragma once
#include <cstddef>
#include <sys/types.h>
#include <ucontext.h>

namespace holdfast {

struct OtherThread {
	pid_t id;
	const ucontext_t* context; // null when it did not answer (it blocks all signals, or sits in the kernel)
};

struct OtherThreads {
	const OtherThread* threads;
	size_t count;
};

/// Takes a real-time signal that nobody uses. Without one, the others are only listed.
void prepareToHoldThreads();

/// At most 256 threads; waits at most 250 ms for their answers.
OtherThreads holdOtherThreads(pid_t self);
void releaseOtherThreads();

} // namespace holdfast
