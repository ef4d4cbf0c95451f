/** With how many threads an engine computes. Two are no faster than one, and 64 are thirty times slower: a second core is for the rest of the app. */
export const ENGINE_THREADS = 1
