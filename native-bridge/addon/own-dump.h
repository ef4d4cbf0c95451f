// Our own minidump, written inside the crashing process: for where no crashpad handler is installed, or it failed.
#pragma once
#include <csignal>
#include <cstdint>
#include <ucontext.h>

namespace holdfast {

struct OwnDumpPlan {
	const char* newFolder;     // where it is written
	const char* pendingFolder; // where it is moved when it is whole
	const char* const* annotations; // "key=value", ends with null
	uint32_t startedAt;        // the process, seconds since 1970
};

/// Once, before any crash: what must not be asked for in a handler.
void prepareOwnDump();

/// `<pendingFolder>/own-<pid>-<ms since 1970>.dmp`; when it cannot be written whole, no file is left. About 2 ms.
/// It holds no environment, no arguments and no text from any stack: a word that is no address of code or of that stack, and not small, is blotted out.
/// `systemHandler`: why that one did not write it, an annotation.
bool writeOwnDump(const OwnDumpPlan& plan, int signal, const siginfo_t& info, const ucontext_t& context, const char* systemHandler);

} // namespace holdfast
