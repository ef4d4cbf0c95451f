import * as v from 'valibot'
import type { Result } from '../../native-bridge/protocol/problem.ts'
import { type Db, written } from './open.ts'

/** Places are given so far apart: one can be put between two others many times before these have to move. */
export const APART = 1_024

export interface Placed {
	readonly transcript: string
	readonly place: number
}

/** The order in which files have their turn. Every method is one transaction. */
export class Queue {
	readonly #db: Db

	constructor(db: Db) {
		this.#db = db
	}

	/** Puts a file before another of the queue, or behind all (null; also when the other is gone). Gives those that have another place now. */
	move(transcript: string, before: string | null): Result<Placed[]> {
		return written(() =>
			this.#db.transaction(() => {
				const target = before === null ? null : this.#placeOf(before)
				if (target === null) return this.#put([{ transcript, place: this.#last() + APART }])
				const ahead = this.#number('SELECT max(place) FROM jobs WHERE place < ? AND transcript != ?', target, transcript)
				if (ahead === null) return this.#put([{ transcript, place: target - APART }])
				const between = Math.floor((ahead + target) / 2)
				return this.#put(between > ahead ? [{ transcript, place: between }] : this.#anew(transcript, before))
			})()
		)
	}

	/** There is no room between those two: all that wait get new places, in their order. */
	#anew(moved: string, before: string | null): Placed[] {
		const line = this.#db.prepare(WAITING).pluck().all() as string[]
		const order = line.flatMap(each => (each === moved ? [] : each === before ? [moved, each] : [each]))
		const last = this.#last()
		return order.map((transcript, i) => ({ transcript, place: last + APART * (i + 1) }))
	}

	#put(placed: Placed[]): Placed[] {
		const put = this.#db.prepare('UPDATE jobs SET place = ? WHERE transcript = ?')
		for (const { transcript, place } of placed) put.run(place, transcript)
		return placed
	}

	#last(): number {
		return this.#number('SELECT max(place) FROM jobs') ?? 0
	}

	#placeOf(transcript: string): number | null {
		return this.#number('SELECT place FROM jobs WHERE transcript = ?', transcript)
	}

	#number(sql: string, ...values: unknown[]): number | null {
		const found = this.#db
			.prepare(sql)
			.pluck()
			.get(...values)
		return v.parse(v.nullish(v.number(), null), found)
	}
}

const WAITING = `SELECT transcript FROM jobs WHERE state NOT IN ('done', 'failed', 'cancelled') ORDER BY place`
