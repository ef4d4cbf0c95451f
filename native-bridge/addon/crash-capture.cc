// The addon's face to JavaScript: one function, see index.ts.
#include "alternative-stack.h"
#include "on-crash.h"
#include "system-handler.h"
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <node_api.h>
#include <string>
#include <vector>

namespace {

using namespace holdfast;

/// What the handler reads; filled once, kept for good.
struct Kept {
	std::string newFolder, pendingFolder;
	std::vector<std::string> texts;
	std::vector<const char*> annotations;
	CapturePlan plan{};
};

std::string textOf(napi_env env, napi_value value) {
	size_t length = 0;
	napi_get_value_string_utf8(env, value, nullptr, 0, &length);
	std::string text(length, '\0');
	napi_get_value_string_utf8(env, value, text.data(), length + 1, &length);
	return text;
}

/// Pool threads cannot be reached one by one: as many tasks as there are threads wait for each other, so that each thread gets one.
class PoolThreads {
public:
	static void protect(napi_env env) {
		const int threads = poolSize();
		auto* meeting = new PoolThreads(threads);
		napi_value name;
		napi_create_string_utf8(env, "crash capture", NAPI_AUTO_LENGTH, &name);
		for (int i = 0; i < threads; i++) {
			auto* task = new Task{meeting, nullptr};
			if (napi_create_async_work(env, nullptr, name, execute, complete, task, &task->work) == napi_ok) napi_queue_async_work(env, task->work);
		}
		std::unique_lock lock(meeting->mutex_);
		meeting->allMet_.wait_for(lock, kPatience, [&] { return meeting->missing_ == 0; });
	}

private:
	struct Task {
		PoolThreads* meeting;
		napi_async_work work;
	};
	/// Longer when the pool is busy or smaller than the environment says; then some threads stay without.
	static constexpr auto kPatience = std::chrono::milliseconds(200);

	explicit PoolThreads(int threads) : missing_(threads), unfinished_(threads) {}

	/// As libuv counts.
	static int poolSize() {
		const char* asked = getenv("UV_THREADPOOL_SIZE");
		const int size = asked ? atoi(asked) : 4;
		return size < 1 ? 1 : size > 1024 ? 1024 : size;
	}
	static void execute(napi_env, void* data) {
		giveThisThreadAStack();
		PoolThreads& meeting = *static_cast<Task*>(data)->meeting;
		std::unique_lock lock(meeting.mutex_);
		if (--meeting.missing_ == 0) meeting.allMet_.notify_all();
		meeting.allMet_.wait_for(lock, kPatience, [&] { return meeting.missing_ == 0; });
	}
	/// On the main thread, one after another.
	static void complete(napi_env env, napi_status, void* data) {
		auto* task = static_cast<Task*>(data);
		napi_delete_async_work(env, task->work);
		if (--task->meeting->unfinished_ == 0) delete task->meeting;
		delete task;
	}

	std::mutex mutex_;
	std::condition_variable allMet_;
	int missing_, unfinished_;
};

/// install(folder, handler or '', annotations as "key=value", started at (s since 1970), timeout (ms)) → whether the system's handler is used.
/// The first call counts for the process; each one protects the thread that makes it.
napi_value install(napi_env env, napi_callback_info info) {
	napi_value arguments[5];
	size_t count = 5;
	napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
	giveThisThreadAStack();
	static std::mutex once;
	static Kept* kept = nullptr;
	const std::lock_guard lock(once);
	if (kept == nullptr) {
		auto* fresh = new Kept;
		const std::string folder = textOf(env, arguments[0]);
		const std::string handler = textOf(env, arguments[1]);
		fresh->newFolder = folder + "/new";
		fresh->pendingFolder = folder + "/pending";
		uint32_t texts = 0;
		napi_get_array_length(env, arguments[2], &texts);
		for (uint32_t i = 0; i < texts; i++) {
			napi_value text;
			napi_get_element(env, arguments[2], i, &text);
			fresh->texts.push_back(textOf(env, text));
		}
		for (const auto& text : fresh->texts) fresh->annotations.push_back(text.c_str());
		fresh->annotations.push_back(nullptr);
		uint32_t startedAt = 0;
		napi_get_value_uint32(env, arguments[3], &startedAt);
		napi_get_value_int32(env, arguments[4], &fresh->plan.timeoutMs);
		fresh->plan.own = {fresh->newFolder.c_str(), fresh->pendingFolder.c_str(), fresh->annotations.data(), startedAt};
		fresh->plan.systemHandler = !handler.empty();
		prepareOwnDump();
		if (fresh->plan.systemHandler) prepareSystemHandler(handler.c_str(), folder.c_str(), fresh->annotations.data());
		if (!handleCrashes(fresh->plan)) {
			napi_throw_error(env, nullptr, "the system refused the signal handlers");
			return nullptr;
		}
		PoolThreads::protect(env);
		kept = fresh;
	}
	napi_value result;
	napi_get_boolean(env, kept->plan.systemHandler, &result);
	return result;
}

} // namespace

NAPI_MODULE_INIT() {
	napi_value function;
	napi_create_function(env, "install", NAPI_AUTO_LENGTH, install, nullptr, &function);
	napi_set_named_property(env, exports, "install", function);
	return exports;
}
