import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../../../native-bridge/protocol/test-random.ts'
import { readableName } from './readable-name.ts'

/** Names as they stand in Node, onnxruntime and glibc. */
const names: readonly (readonly [symbol: string, readable: string])[] = [
	['abort', 'abort'],
	['_start', '_start'],
	['_Z3fooi', 'foo'],
	['__Z3fooi', 'foo'],
	['_ZN4node5StartEiPPc', 'node::Start'],
	['_ZN4nodeL14StartExecutionEPNS_11EnvironmentEPKc', 'node::StartExecution'],
	[
		'_ZN6v8impl12_GLOBAL__N_123FunctionCallbackWrapper6InvokeERKN2v820FunctionCallbackInfoINS2_5ValueEEE',
		'v8impl::(anonymous)::FunctionCallbackWrapper::Invoke'
	],
	['_ZN2v88internal4Heap23FatalProcessOutOfMemoryEPKc', 'v8::internal::Heap::FatalProcessOutOfMemory'],
	['_ZSt9terminatev', 'std::terminate'],
	['_ZNSt6vectorIiSaIiEEC2ERKS1_', 'std::vector<…>::vector'],
	['_ZN4node11EnvironmentD0Ev', 'node::Environment::~Environment'],
	['_ZNKSs7compareEPKc', 'std::string::compare'],
	['_ZN7ncrypto13BignumPointereqERKS0_', 'ncrypto::BignumPointer::operator=='],
	['_ZN4absl12lts_2025081415FailureReporterlsIiEERS1_RKT_', 'absl::lts_20250814::FailureReporter::operator<<<…>'],
	['_ZZN4node14ThreadPoolWork12ScheduleWorkEvENUlP9uv_work_sE_4_FUNES2_', 'node::ThreadPoolWork::ScheduleWork::{lambda}::_FUN'],
	['_ZThn72_N4node5http212Http2Session12OnStreamReadElRK8uv_buf_t', 'thunk to node::http2::Http2Session::OnStreamRead'],
	['_ZN4node5StartEiPPc.cold', 'node::Start (cold part)'],
	['_ZN4node5StartEiPPc.constprop.0', 'node::Start'],
	['_ZN1aIXadL_Z1bvEEE1cEv', '_ZN1aIXadL_Z1bvEEE1cEv'],
	['_ZN9999xE', '_ZN9999xE'],
	['_Z', '_Z']
]

test('a C++ name is written as its author wrote it, and any other as it is', () => {
	assert.deepEqual(
		names.map(([symbol]) => readableName(symbol)),
		names.map(([, readable]) => readable)
	)
})

test('20,000 damaged names end well', () => {
	const random = seeded(1)
	const letters = 'NZSTILEKRPUlts_0123456789abcdJXDCBAMFvh'
	for (let n = 0; n < 20_000; n++) {
		const [symbol] = random.pick(names)
		const text = [...symbol]
		for (let k = random.below(6); k > 0; k--) text.splice(2 + random.below(text.length), random.below(3), random.pick([...letters]))
		readableName(text.join(''))
	}
	for (const letter of letters) readableName(`_Z${letter.repeat(1000)}`)
})
