// The little that is safe while the process is crashing: no heap, no locks, no stdio.
#pragma once
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

namespace holdfast {

inline pid_t threadId() { return static_cast<pid_t>(syscall(SYS_gettid)); }

inline int64_t milliseconds(clockid_t clock) {
	timespec now{};
	clock_gettime(clock, &now);
	return static_cast<int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

inline void sleepOneMs() {
	const timespec ms{0, 1'000'000};
	nanosleep(&ms, nullptr);
}

/// Text in a fixed buffer; what does not fit is cut off.
template <size_t N> class Text {
public:
	Text& add(const char* text) {
		while (*text && length_ < N - 1) chars_[length_++] = *text++;
		chars_[length_] = 0;
		return *this;
	}
	Text& add(uint64_t number) {
		char digits[21];
		char* at = digits + sizeof digits - 1;
		*at = 0;
		do *--at = static_cast<char>('0' + number % 10);
		while (number /= 10);
		return add(at);
	}
	const char* c_str() const { return chars_; }

private:
	char chars_[N] = {};
	size_t length_ = 0;
};

/// This process's memory, read by the kernel: an address that cannot be read gives fewer bytes, never a second crash.
class Memory {
public:
	Memory() : fd_(open("/proc/self/mem", O_RDONLY | O_CLOEXEC)) {}
	~Memory() {
		if (fd_ >= 0) close(fd_);
	}
	size_t read(uintptr_t from, void* to, size_t size) const {
		ssize_t got = -1;
		if (fd_ >= 0) got = pread(fd_, to, size, static_cast<off_t>(from));
		if (got < 0) {
			// No /proc, or not for us: ask the other way.
			const iovec local{to, size}, remote{reinterpret_cast<void*>(from), size};
			got = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
		}
		return got < 0 ? 0 : static_cast<size_t>(got);
	}
	template <class T> bool read(uintptr_t from, T& to) const { return read(from, &to, sizeof to) == sizeof to; }

private:
	const int fd_;
};

} // namespace holdfast
