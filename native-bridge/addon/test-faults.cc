// Every way in which native code goes wrong, for tests: what a library that we load might do. Never shipped.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <node_api.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

volatile int zero = 0;

__attribute__((noinline)) void writeToNull() {
	*reinterpret_cast<volatile int*>(static_cast<uintptr_t>(zero)) = 1;
}

__attribute__((noinline)) void freeTwice() {
	char* volatile block = static_cast<char*>(malloc(64));
	free(block);
	free(block);
}

__attribute__((noinline)) void throwOut() { throw std::runtime_error("thrown by the faults addon"); }

__attribute__((noinline)) int overflow(int depth) {
	volatile char frame[1024];
	frame[0] = static_cast<char>(depth);
	return overflow(depth + 1) + frame[0];
}

__attribute__((noinline)) void divideByZero() {
#if defined(__aarch64__)
	raise(SIGFPE); // ARM64 divides by zero without a word
#else
	static volatile int dividend = 100; // by a constant, gcc finds a way without dividing
	dividend = dividend / zero;
#endif
}

__attribute__((noinline)) void illegalInstruction() {
#if defined(__x86_64__)
	asm volatile("ud2");
#else
	asm volatile("udf #0");
#endif
}

__attribute__((noinline)) void trap() {
#if defined(__x86_64__)
	asm volatile("int3");
#else
	asm volatile("brk #0");
#endif
}

__attribute__((noinline)) void callNull() {
	auto function = reinterpret_cast<void (*)()>(static_cast<uintptr_t>(zero));
	function();
}

/// Holds the thread in native code.
__attribute__((noinline)) void hang() {
	std::this_thread::sleep_for(std::chrono::hours(1));
}

__attribute__((noinline)) void crashTwice() {
	std::atomic<int> ready{0};
	std::vector<std::thread> threads;
	for (int i = 0; i < 2; i++)
		threads.emplace_back([&] {
			ready++;
			while (ready < 2) {}
			writeToNull();
		});
	for (auto& thread : threads) thread.join();
}

/// malloc finds it and aborts while it holds its own lock. A large block is cut from the free rest of the heap, whose size follows it.
__attribute__((noinline)) void corruptHeap() {
	char* volatile block = static_cast<char*>(malloc(100'000));
	memset(block + malloc_usable_size(block), 0xff, sizeof(size_t));
	char* volatile next = static_cast<char*>(malloc(110'000));
	next[0] = 0;
}

struct Fault {
	const char* name;
	void (*happen)();
};
const Fault faults[] = {
	{"null-write", writeToNull},
	{"abort", abort},
	{"double-free", freeTwice},
	{"corrupt-heap", corruptHeap},
	{"throw", throwOut},
	{"overflow", [] { overflow(0); }},
	{"divide-by-zero", divideByZero},
	{"illegal-instruction", illegalInstruction},
	{"trap", trap},
	{"call-null", callNull},
	{"hang", hang},
	{"two-threads", crashTwice},
};

const Fault* named(napi_env env, napi_value value) {
	char name[64];
	size_t length = 0;
	napi_get_value_string_utf8(env, value, name, sizeof name, &length);
	for (const Fault& fault : faults)
		if (strcmp(fault.name, name) == 0) return &fault;
	napi_throw_error(env, nullptr, (std::string("There is no fault ") + name).c_str());
	return nullptr;
}

napi_value argument(napi_env env, napi_callback_info info) {
	napi_value value;
	size_t count = 1;
	napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
	return value;
}

/// happen(name): in the calling thread.
napi_value happen(napi_env env, napi_callback_info info) {
	if (const Fault* fault = named(env, argument(env, info))) fault->happen();
	return nullptr;
}

/// happenInPool(name): in a thread of libuv's pool.
napi_value happenInPool(napi_env env, napi_callback_info info) {
	const Fault* fault = named(env, argument(env, info));
	if (fault == nullptr) return nullptr;
	napi_value name;
	napi_create_string_utf8(env, "fault", NAPI_AUTO_LENGTH, &name);
	napi_async_work work;
	const auto execute = [](napi_env, void* data) { static_cast<const Fault*>(data)->happen(); };
	const auto complete = [](napi_env, napi_status, void*) {};
	napi_create_async_work(env, nullptr, name, execute, complete, const_cast<Fault*>(fault), &work);
	napi_queue_async_work(env, work);
	return nullptr;
}

/// leak(megabytes): takes memory that no garbage collector knows of, writes to each page and forgets it.
napi_value leak(napi_env env, napi_callback_info info) {
	uint32_t megabytes = 0;
	napi_get_value_uint32(env, argument(env, info), &megabytes);
	const size_t size = static_cast<size_t>(megabytes) << 20;
	auto* memory = static_cast<volatile char*>(malloc(size));
	for (size_t at = 0; memory != nullptr && at < size; at += 4096) memory[at] = 1;
	return nullptr;
}

/// leaveOnStack(text): leaves the text on the stack, where used-up frames lie.
napi_value leaveOnStack(napi_env env, napi_callback_info info) {
	char text[4096];
	size_t length = 0;
	napi_get_value_string_utf8(env, argument(env, info), text, sizeof text, &length);
	asm volatile("" : : "r"(text) : "memory");
	return nullptr;
}

} // namespace

NAPI_MODULE_INIT() {
	const napi_property_descriptor functions[] = {
		{"happen", nullptr, happen, nullptr, nullptr, nullptr, napi_default, nullptr},
		{"happenInPool", nullptr, happenInPool, nullptr, nullptr, nullptr, napi_default, nullptr},
		{"leak", nullptr, leak, nullptr, nullptr, nullptr, napi_default, nullptr},
		{"leaveOnStack", nullptr, leaveOnStack, nullptr, nullptr, nullptr, napi_default, nullptr},
	};
	napi_define_properties(env, exports, sizeof functions / sizeof functions[0], functions);
	return exports;
}
