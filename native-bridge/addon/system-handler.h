// Lets the crashpad handler of an installed browser write the dump: it is started as a child of the crashing process, and reads its parent.
#pragma once
#include <csignal>
#include <ucontext.h>

namespace holdfast {

/// Once, before any crash: keeps the command line. `annotations` ("key=value", ends with null) must stay.
void prepareSystemHandler(const char* program, const char* folder, const char* const* annotations);

/// True when the handler says that the dump is whole in `<folder>/pending`. It is killed when it takes longer than `timeoutMs`.
bool runSystemHandler(const siginfo_t& info, const ucontext_t& context, int timeoutMs);

/// How it ended, for the dump that we write in its stead: "exit code 127", "stopped after 3000 ms".
const char* systemHandlerOutcome();

} // namespace holdfast
