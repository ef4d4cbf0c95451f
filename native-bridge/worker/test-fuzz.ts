import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mutantOf } from '../decode/test-mutants.ts'
import { samplesInFile } from '../journal/wav-header.ts'
import { seeded } from '../protocol/test-random.ts'
import { DecodeProcess } from './test-decode-process.ts'

/** A file takes some milliseconds; one that takes so long hangs. */
const HANG_MS = 30_000

/** What became of so many mutants of one file. */
export interface FuzzTally {
	files: number
	/** Read without a word; read with a problem or gap told; refused with a sentence. */
	clean: number
	told: number
	refused: number
	/** How the worker ended over a file, with the file's seed: each is one too many, but none reaches main. */
	readonly deaths: { readonly seed: number; readonly end: string }[]
	readonly hangs: number[]
	/** Ends that are none of these: no sentence, or a journal that holds something else than was said. */
	readonly wrong: { readonly seed: number; readonly what: string }[]
	slowestMs: number
	/** Longest sound that came of one file, seconds. */
	longest: number
	/** Of the worker, bytes. */
	peakBytes: number
}

/**
 * Mutants of `bytes` with the seeds from `first` on through one real decode worker (a new one after each death), until `goOn` says no.
 * The same seed gives the same mutant everywhere.
 */
export async function fuzz(
	bytes: Uint8Array,
	folder: string,
	ending: string,
	first: number,
	goOn: (files: number) => boolean
): Promise<FuzzTally> {
	const tally: FuzzTally = {
		files: 0,
		clean: 0,
		told: 0,
		refused: 0,
		deaths: [],
		hangs: [],
		wrong: [],
		slowestMs: 0,
		longest: 0,
		peakBytes: 0
	}
	mkdirSync(folder, { recursive: true })
	const source = join(folder, `mutant.${ending}`)
	const journal = join(folder, 'journal.wav')
	let worker = new DecodeProcess(folder)
	await worker.until('ready')
	for (let seed = first; goOn(tally.files); seed++, tally.files++) {
		writeFileSync(source, mutantOf(bytes, seeded(seed)))
		rmSync(journal, { force: true })
		const startedMs = performance.now()
		const outcome = await outcomeOf(worker, source, journal, seed)
		tally.slowestMs = Math.max(tally.slowestMs, performance.now() - startedMs)
		tally.peakBytes = Math.max(tally.peakBytes, worker.peakBytes() ?? 0)
		worker.said = []
		switch (outcome.kind) {
			case 'died':
				tally.deaths.push({ seed, end: outcome.end })
				break
			case 'hung':
				tally.hangs.push(seed)
				await worker.kill()
				break
			case 'wrong':
				tally.wrong.push({ seed, what: outcome.what })
				break
			case 'read':
				tally.longest = Math.max(tally.longest, outcome.seconds)
				tally[outcome.told ? 'told' : 'clean']++
				break
			case 'refused':
				tally.refused++
		}
		if (worker.end !== null) worker = new DecodeProcess(folder)
	}
	await worker.kill()
	rmSync(folder, { recursive: true, force: true })
	return tally
}

type Outcome =
	| { readonly kind: 'died'; readonly end: string }
	| { readonly kind: 'hung' }
	| { readonly kind: 'wrong'; readonly what: string }
	| { readonly kind: 'read'; readonly seconds: number; readonly told: boolean }
	| { readonly kind: 'refused' }

async function outcomeOf(worker: DecodeProcess, source: string, journal: string, seed: number): Promise<Outcome> {
	let timer: NodeJS.Timeout | undefined
	const late = new Promise<'hung'>(resolve => {
		timer = setTimeout(() => resolve('hung'), HANG_MS)
	})
	const end = await Promise.race([worker.decode(source, journal, `seed ${seed}`).catch(() => 'died' as const), late])
	clearTimeout(timer)
	if (end === 'hung') return { kind: 'hung' }
	if (end === 'died') return { kind: 'died', end: worker.end ?? 'unknown' }
	const problems = end.type === 'failed' ? [end.problem] : end.problems
	const odd = problems.find(({ text }) => !/^[A-Z].*[.?]$/s.test(text))
	if (odd) return { kind: 'wrong', what: `no sentence: ${odd.code} ${odd.text}` }
	if (end.type === 'failed') return { kind: 'refused' }
	const kept = samplesInFile(statSync(journal).size)
	if (kept !== end.samples || kept === 0) return { kind: 'wrong', what: `${end.samples} samples said, ${kept} in the journal` }
	const outside = end.gaps.find(({ from, to }) => from >= to || to > end.samples)
	if (outside) return { kind: 'wrong', what: `a gap of ${outside.from}–${outside.to} in ${end.samples} samples` }
	return { kind: 'read', seconds: end.samples / 16_000, told: problems.length > 0 || end.gaps.length > 0 }
}
