import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readableSymbol } from './cpp-name.ts'

test('writes C++ names as people do, and leaves all others as they are', () => {
	const cases: [symbol: string, readable: string][] = [
		['_ZN2v88internal9Execution4CallEPNS0_7IsolateE', 'v8::internal::Execution::Call'],
		['_ZNK4node11Environment3runEv', 'node::Environment::run'],
		['_ZN12_GLOBAL__N_111writeToNullEv', '(anonymous)::writeToNull'],
		['_ZN4node11EnvironmentC2EPNS_11IsolateDataE', 'node::Environment::Environment'],
		['_ZN4node11EnvironmentD1Ev', 'node::Environment::~Environment'],
		['_Z8overflowi', 'overflow'],
		['_ZN3OrtI7SessionE3RunEv', '_ZN3OrtI7SessionE3RunEv'],
		['_ZZN4node3fooEvENUlvE_4_FUNEv', '_ZZN4node3fooEvENUlvE_4_FUNEv'],
		['_ZNSt6vectorIiE9push_backEOi', '_ZNSt6vectorIiE9push_backEOi'],
		['_ZN999longE', '_ZN999longE'],
		['_ZN4node', '_ZN4node'],
		['_ZN', '_ZN'],
		['_Z', '_Z'],
		['__libc_start_main', '__libc_start_main'],
		['', '']
	]
	for (const [symbol, readable] of cases) assert.equal(readableSymbol(symbol), readable, symbol)
})
