import * as v from 'valibot'
import { ExitGroup, type RecoveryStats } from '../contract/exits.ts'
import type { Db } from './open.ts'

const TREND_DAYS = 14

/** Signatures that a list shows. There are some dozens in practice; each costs the reading of one record. */
const MOST_GROUPS = 200

const Counted = v.object({ signature: v.string(), count: v.number(), first: v.number(), last: v.number() })
const Newest = v.pick(ExitGroup, ['newest', 'role', 'code', 'text'])

/**
 * Deaths of one signature together, the most frequent first, at most 200.
 *
 * @param now ms since 1970; the trend's days are those of the local calendar, and its last day is the one that holds `now`
 */
export function groupsOf(db: Db, now: number): ExitGroup[] {
	const counted = db
		.prepare(
			`SELECT signature, count(*) AS count, min(at) AS first, max(at) AS last FROM exits
       GROUP BY signature ORDER BY count DESC, last DESC LIMIT ${MOST_GROUPS}`
		)
		.all()
		.map(row => v.parse(Counted, row))
	// By itself, for each group: beside min and max in one statement SQLite may give any row's columns.
	const newest = db.prepare(
		`SELECT id AS newest, role, json_extract(record, '$.explanation.code') AS code, json_extract(record, '$.explanation.text') AS text
     FROM exits WHERE signature = ? ORDER BY at DESC, id LIMIT 1`
	)
	const trends = trendsOf(db, now)
	return counted.map(group => ({
		...group,
		...v.parse(Newest, newest.get(group.signature)),
		trend: trends.get(group.signature) ?? new Array<number>(TREND_DAYS).fill(0)
	}))
}

/** Over all deaths on record. */
export function recoveryStats(db: Db): RecoveryStats {
	const sums = v.parse(
		v.object({ deaths: v.number(), recovered: v.number(), worstMs: v.nullable(v.number()), wordsLost: v.number(), audioLost: v.number() }),
		db
			.prepare(
				`SELECT count(*) AS deaths, count(recovered_ms) AS recovered, max(recovered_ms) AS worstMs,
         coalesce(sum(words_lost), 0) AS wordsLost, coalesce(sum(audio_lost), 0) AS audioLost FROM exits`
			)
			.get()
	)
	const nth = db.prepare('SELECT recovered_ms FROM exits WHERE recovered_ms IS NOT NULL ORDER BY recovered_ms LIMIT 1 OFFSET ?').pluck()
	const middle = (sums.recovered - 1) / 2
	const around = sums.recovered === 0 ? [] : [Math.floor(middle), Math.ceil(middle)].map(place => v.parse(v.number(), nth.get(place)))
	return {
		...sums,
		medianMs: around.length === 0 ? null : around.reduce((sum, ms) => sum + ms, 0) / around.length,
		since: v.parse(v.nullable(v.number()), db.prepare('SELECT min(started_at) FROM lives').pluck().get())
	}
}

/** Deaths a day for each signature that had any in these days. */
function trendsOf(db: Db, now: number): Map<string, number[]> {
	const today = new Date(now)
	// By the calendar: a day on which clocks are changed has 23 or 25 hours.
	const begins = Array.from({ length: TREND_DAYS }, (_, n) =>
		new Date(today.getFullYear(), today.getMonth(), today.getDate() - (TREND_DAYS - 1) + n).getTime()
	)
	// A clock that was set back puts deaths into the future: they are today's.
	const day = `CASE ${begins
		.map((begin, n) => `WHEN at >= ${begin} THEN ${n}`)
		.toReversed()
		.join(' ')} END`
	const rows = db
		.prepare(`SELECT signature, ${day} AS day, count(*) AS count FROM exits INDEXED BY exits_by_signature WHERE at >= ? GROUP BY 1, 2`)
		.all(begins[0])
	const trends = new Map<string, number[]>()
	for (const row of rows) {
		const { signature, day, count } = v.parse(v.object({ signature: v.string(), day: v.number(), count: v.number() }), row)
		const trend = trends.get(signature) ?? new Array<number>(TREND_DAYS).fill(0)
		trend[day] = count
		trends.set(signature, trend)
	}
	return trends
}
