// The signal handler: one dump per process, by the system's crashpad handler or by our own writer, and then the same death as without us.
#pragma once
#include "own-dump.h"

namespace holdfast {

struct CapturePlan {
	OwnDumpPlan own;
	bool systemHandler; // prepared; else our own writer alone
	int timeoutMs;      // for the system's handler, before our own writer takes over
};

/// Handles SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP and SIGSYS from here on, except one that the process ignores. `plan` must stay.
/// False when the kernel refuses.
bool handleCrashes(const CapturePlan& plan);

} // namespace holdfast
