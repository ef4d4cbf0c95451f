import type { Log } from '../../native-bridge/log/log.ts'
import { fail, ok, type Result } from '../../native-bridge/protocol/problem.ts'
import type { AppEvent } from '../contract/events.ts'
import type { BundleChoice, BundleEntry, ExitGroup, ExitRecord, RecoveryStats } from '../contract/exits.ts'
import type { Exits } from '../ledger/exits.ts'
import { type BundleFile, type BundleSources, bundleFiles, entryOf } from './bundle.ts'
import { KeptDumps } from './kept-dumps.ts'
import { personalHere } from './personal.ts'
import { Redactor } from './redact.ts'
import { reportExit } from './report.ts'
import type { Spool } from './spool.ts'
import { zipOf } from './zip.ts'

const DAY_MS = 24 * 3_600_000

/** Records deleted in one go: about 10 ms. */
const AT_ONCE = 50

/** Bytes of a zip that a window takes in one message; the largest dump that goes in packs to less. */
const MOST_ZIP_BYTES = 10_000_000

const DUMP_DELETED = 'The dump itself was deleted to make room for newer ones.'

/** All deaths together: groups, figures, reports, bundles for bug reports, deleting and forgetting. */
export class CrashHistory {
	readonly #exits: Exits
	readonly #spool: Spool
	readonly #dumps: KeptDumps
	readonly #sources: BundleSources
	readonly #emit: (event: AppEvent) => void
	readonly #log: Log
	/** What the user was last shown: a log grows, but what was read is what goes in. */
	#shown: { readonly key: string; readonly files: readonly BundleFile[] } | null = null

	/** `unclaimedDumps`: where crash reporters leave dumps that `sources.kept` has not got. */
	constructor(deps: {
		exits: Exits
		spool: Spool
		sources: BundleSources
		unclaimedDumps: readonly string[]
		emit: (event: AppEvent) => void
		log: Log
	}) {
		this.#exits = deps.exits
		this.#spool = deps.spool
		this.#dumps = new KeptDumps(deps.sources.kept, deps.unclaimedDumps)
		this.#sources = deps.sources
		this.#emit = deps.emit
		this.#log = deps.log
	}

	groups(): ExitGroup[] {
		return this.#exits.groups(Date.now())
	}

	stats(): RecoveryStats {
		return this.#exits.stats()
	}

	/** For a bug report: without folders, names and titles. */
	report(exit: string): Result<{ markdown: string }> {
		const record = this.#exits.get(exit)
		if (!record) return gone()
		const { titles, files } = this.#sources.names()
		const personal = personalHere(this.#sources.dataDir, { titles: [...record.jobs.map(job => job.title), ...titles], files })
		return ok({ markdown: reportExit(new Redactor(personal, JSON.stringify(record)).value(record)) })
	}

	/** Records with their dumps, also those that wait beside the ledger; null: all. Ids that are not there are passed over. */
	remove(ids: readonly string[] | null): Result<null> {
		const removed = this.#exits.remove(ids)
		if (!removed.ok) return removed
		this.#shown = null
		this.#spool.remove(ids)
		if (ids === null) this.#dumps.removeAll()
		else this.#dumps.remove(removed.value.dumps)
		return ok(null)
	}

	/** What `bundle` would put in. */
	async preview(exit: string, choice: BundleChoice): Promise<Result<BundleEntry[]>> {
		const record = this.#exits.get(exit)
		if (!record) return gone()
		const files = await bundleFiles(record, choice, this.#sources)
		this.#shown = { key: keyOf(exit, choice), files }
		return ok(files.map(entryOf))
	}

	/** A zip for a bug report, as base64: what the user was shown, when that was the last thing shown. */
	async bundle(exit: string, choice: BundleChoice): Promise<Result<{ name: string; zip: string }>> {
		const record = this.#exits.get(exit)
		if (!record) return gone()
		const shown = this.#shown?.key === keyOf(exit, choice) ? this.#shown.files : null
		const files = shown ?? (await bundleFiles(record, choice, this.#sources))
		this.#shown = null
		const zip = await zipOf(files, record.at)
		if (zip.length > MOST_ZIP_BYTES)
			return fail('bundle-too-large', `The bundle is too large (${Math.round(zip.length / 1e6)} MB). Leave the dump or the audio out.`)
		return ok({ name: `holdfast-crash-${new Date(record.at).toISOString().slice(0, 10)}-${record.role}.zip`, zip: zip.toString('base64') })
	}

	/**
	 * Deletes deaths and lives that are older than `keepDays` (null: none are), dumps that no record names, and the oldest dumps beyond
	 * the limit; windows hear of it. Long work goes on after it has returned, a piece at a time. Never throws.
	 */
	expire(now: number, keepDays: number | null): void {
		if (keepDays !== null) this.#forget(now - keepDays * DAY_MS)
		const named = this.#exits.withDumps()
		const beyond = new Set(this.#dumps.beyondLimit(named.map(each => each.dump)))
		for (const { id, dump } of named) if (beyond.has(dump)) this.#withoutDump(id, dump)
		this.#dumps.removeOrphans(
			named.map(each => each.dump),
			now
		)
	}

	#forget(before: number): void {
		const old = this.#exits.olderThan(before)
		const ids = old.slice(0, AT_ONCE)
		if (ids.length > 0) {
			const removed = this.remove(ids)
			// A full disk: tried again tomorrow.
			if (!removed.ok) return
			this.#emit({ type: 'exits-removed', exits: ids })
			this.#log.info({ deaths: ids.length }, 'old deaths deleted')
		}
		if (old.length > AT_ONCE) setImmediate(() => this.#forget(before))
		else {
			this.#exits.forgetLives(before)
			this.#spool.removeUnreadable(before)
		}
	}

	/** The record first: one that names a dump which isn't there would be a lie, a dump without a record is found again. */
	#withoutDump(id: string, dump: string): void {
		const record = this.#exits.get(id)
		if (!record) return
		const { crash, explanation } = record
		const changed: ExitRecord = {
			...record,
			dump: null,
			crash: crash && { ...crash, problems: [...crash.problems, DUMP_DELETED] },
			explanation: crash ? explanation : { ...explanation, evidence: [...explanation.evidence, DUMP_DELETED] }
		}
		if (!this.#exits.record(changed).ok) return
		this.#dumps.remove([dump])
		this.#emit({ type: 'exit', exit: changed })
		this.#log.info({ exit: id }, 'dump deleted to make room')
	}
}

function gone(): { readonly ok: false; readonly problem: ReturnType<typeof fail>['problem'] } {
	return fail('no-exit', 'This record does not exist any more.')
}

function keyOf(exit: string, { dump, audio, redact }: BundleChoice): string {
	return `${exit} ${dump} ${audio} ${redact}`
}
