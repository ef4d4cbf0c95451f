import type { App, Details, ProcessMetric } from 'electron'
import type { ProcessGone } from '../process-gone.ts'
import { factsOfGone } from './gone-facts.ts'

/** Electron tells no pid of a helper that is gone: who lived is looked up this often, ms. */
const LOOK_MS = 30_000
/** Chromium starts a helper again at once; it is in the list a moment later. */
const BACK_MS = 1_000

export interface HelperWatch {
	readonly app: Pick<App, 'getAppMetrics'> & {
		on(event: 'child-process-gone', listener: (event: unknown, details: Details) => void): unknown
	}
	readonly platform: NodeJS.Platform
	gone(gone: ProcessGone): string | null
	back(exit: string, pid: number): void
	/** It was the graphics process. */
	graphicsDied(): void
}

/** Our own workers, which are told by `utility-process.ts`. */
const OUR_SERVICE = 'node.mojom.NodeService'

/** Tells deaths of the processes that Chromium keeps for itself: graphics, network, audio. It starts them again by itself. The value ends the watch: when everything ends, nothing is a death. */
export function watchHelpers({ app, platform, gone, back, graphicsDied }: HelperWatch): () => void {
	const lives = new Map<string, number>()
	let known: readonly ProcessMetric[] = []
	const look = () => {
		known = app.getAppMetrics()
	}
	const timer = setInterval(look, LOOK_MS)
	timer.unref()
	let over = false
	look()

	app.on('child-process-gone', (_event, details) => {
		if (over || details.serviceName === OUR_SERVICE || details.reason === 'clean-exit') return
		const name = details.type === 'Utility' ? (details.name ?? 'helper') : details.type
		const is = (metric: ProcessMetric) => metric.type === details.type && (details.type !== 'Utility' || metric.name === details.name)
		const before = known.find(is)
		const life = (lives.get(name) ?? 0) + 1
		lives.set(name, life)
		const exit = gone({
			role: 'gpu',
			label: `${name}#${life}`,
			pid: before?.pid ?? null,
			startedAt: before === undefined ? null : Math.round(before.creationTime),
			facts: factsOfGone(details, before?.pid ?? null, platform),
			killedFor: null,
			recovery: 'restarted by Chromium'
		})
		if (details.type === 'GPU') graphicsDied()
		setTimeout(() => {
			look()
			const after = known.find(is)
			if (after && exit !== null && after.pid !== before?.pid) back(exit, after.pid)
		}, BACK_MS).unref()
	})
	return () => {
		over = true
		clearInterval(timer)
	}
}
