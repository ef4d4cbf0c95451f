import type { Activity } from '../protocol/crumb.ts'
import { type Breadcrumbs, type Moment, momentNow } from './breadcrumbs.ts'

interface Place {
	readonly activity: Activity
	readonly job: string
	readonly from: number
	readonly to: number
}

/**
 * Crumbs of a worker with several jobs: while one job's audio is decoded on another thread, a second one's is searched for
 * speech on this one. The slot has room for one crumb: it says what this thread is in, and again the decode once that is done.
 */
export class Whereabouts {
	readonly #crumbs: Breadcrumbs
	readonly #detail: string
	#decoding: (Place & { readonly began: Moment }) | null = null
	#scheduled = false

	/** `detail` is written into each crumb: the model's name. */
	constructor(crumbs: Breadcrumbs, detail: string) {
		this.#crumbs = crumbs
		this.#detail = detail
	}

	/** About to decode; holds until `decoded`. */
	decoding(place: Place): void {
		this.#decoding = { ...place, began: momentNow() }
		this.#leave(place, this.#decoding.began)
	}

	decoded(): void {
		this.#decoding = null
		this.#crumbs.leave('idle', null)
	}

	/** About to do something that ends before the event loop turns. */
	passing(place: Place): void {
		this.#leave(place)
		if (this.#scheduled) return
		this.#scheduled = true
		setImmediate(() => {
			this.#scheduled = false
			// Since when it decodes stays: that is how one that never ends is seen.
			if (this.#decoding) this.#leave(this.#decoding, this.#decoding.began)
			else this.#crumbs.leave('idle', null)
		})
	}

	#leave({ activity, job, from, to }: Place, began = momentNow()): void {
		this.#crumbs.leave(activity, job, from, to, this.#detail, began)
	}
}
