import { blamedFrames, type DeathFacts, doing, lineOf, type Rule, signalOf, who, wrote } from './rule.ts'

/** With so much free, a refusal is not the machine's: it is a limit set on the process. Bytes. */
const PLENTY = 2e9

/** Chromium's own exception for "out of memory" on Windows (base/process/memory.h). */
const WINDOWS_OUT_OF_MEMORY = 0xe0000008
const STATUS_NO_MEMORY = 0xc0000017

/** Deaths for want of memory, each kind with another remedy. */
export const MEMORY: readonly Rule[] = [
	{
		code: 'address-space',
		blamesWork: true,
		says: death => {
			// With so much free, the refusal is not the machine's.
			const line = (death.freeMemory ?? 0) > PLENTY ? refusal(death) : null
			if (!line) return null
			const free = Math.round((death.freeMemory ?? 0) / 1e9)
			return {
				facts: { line: line[0], free },
				text: `${who(death)} was refused memory${doing(death)}, although the machine had ${free} GB free: a limit set on it is too low, or it asked for more than there can be.`,
				certainty: 'likely',
				advice: 'Was Holdfast started with a memory limit (ulimit -v, a container)? Raise it or take it away.',
				evidence: [wrote(line[0])]
			}
		}
	},
	{
		code: 'heap-full',
		blamesWork: true,
		says: death => {
			// Plain V8 says so on standard error; Electron only in the dump, and ends by a trap.
			const line = lineOf(death, /^.*FATAL ERROR:.*(?:heap|Allocation failed).*$/i)
			const proof = line
				? wrote(line[0])
				: hasFrame(death, /OOMErrorHandler|FatalProcessOutOfMemory/)
					? 'the dump’s stack goes through V8’s out-of-memory handler'
					: Object.keys(death.crash?.annotations ?? {}).some(key => key.startsWith('electron.v8-oom'))
						? 'the dump is marked by V8 as out of memory'
						: null
			if (proof === null) return null
			return {
				facts: { line: line?.[0] ?? null },
				text: `${who(death)} used up its JavaScript memory${doing(death)}.`,
				certainty: 'known',
				advice: null,
				evidence: [proof]
			}
		}
	},
	{
		code: 'kernel-out-of-memory',
		blamesWork: true,
		says: death =>
			signalOf(death) === 'SIGKILL' && (death.oomKills ?? 0) > 0
				? {
						facts: { kills: death.oomKills ?? 0 },
						text: `${who(death)} was ended by the system${doing(death)}, because memory ran out.`,
						// The counter is the group's: with several deaths at once, it could have been another's.
						certainty: 'likely',
						advice: 'Close other programs, use a smaller model, or allow Holdfast more memory if it runs in a container.',
						evidence: [`the kernel counted ${death.oomKills} kill${death.oomKills === 1 ? '' : 's'} for want of memory meanwhile`]
					}
				: null
	},
	{
		code: 'memory-refused',
		blamesWork: true,
		says: death => {
			const line = refusal(death)
			const byWindows = death.facts.ntstatus === WINDOWS_OUT_OF_MEMORY || death.facts.ntstatus === STATUS_NO_MEMORY
			const byAllocator = hasFrame(death, /PartitionAlloc|partition_alloc|OnNoMemory|TerminateBecauseOutOfMemory/)
			if (!line && !byWindows && !byAllocator) return null
			return {
				facts: { line: line?.[0] ?? null },
				text: `${who(death)} asked for memory and did not get it${doing(death)}.`,
				certainty: byWindows || byAllocator ? 'known' : 'likely',
				advice: 'Close other programs, or use a smaller model.',
				evidence: line ? [wrote(line[0])] : byAllocator ? ['the dump’s stack goes through the memory allocator’s refusal'] : []
			}
		}
	}
]

/** What C++, glibc, ONNX Runtime, Node and V8 write when the system refuses memory. A full JavaScript heap is something else. */
function refusal(death: DeathFacts): RegExpExecArray | null {
	return lineOf(
		death,
		/^.*(?:std::bad_alloc|Failed to allocate memory|Cannot allocate memory|Cannot allocate Wasm memory|Array buffer allocation failed|ERR_MEMORY_ALLOCATION_FAILED|[Oo]ut of memory: Cannot|Fatal (?:process|JavaScript) out of memory|Committing semi space failed|EnsureCurrentCapacity|MemoryChunk allocation failed|Failed to reserve virtual memory|ENOMEM).*$/
	)
}

function hasFrame(death: DeathFacts, pattern: RegExp): boolean {
	return blamedFrames(death.crash).some(frame => pattern.test(frame.symbol ?? ''))
}
