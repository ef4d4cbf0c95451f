// A stack for the signal handler, so that a thread that has used up its own can still be captured. Each thread needs one.
#pragma once

namespace holdfast {

/// For the calling thread, until it ends. Keeps one that is there and large enough. False when there is no memory for it.
bool giveThisThreadAStack();

} // namespace holdfast
