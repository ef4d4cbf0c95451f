import { samplesOf } from '../protocol/units.ts'
import { lengthOf, likeness, unit, type Voice } from './voice.ts'

/**
 * Two groups of voices more alike than this are one person's. With 3D-Speaker's ERes2Net others have measured at least 0.44 for one person's
 * longer speech, 0.36 for short remarks, and at most 0.26 for two persons'.
 */
const ALIKE = 0.38
/** Speech shorter than this says too little of a voice to make a person of it: it is given to the nearest. */
const SURE = samplesOf(1.5)
/** Who speaks less than this in all is nobody of his own, unless it was said how many there are. */
const GHOST = samplesOf(3)
/** So many of the longest voices are compared with each other; the rest, of recordings of many hours, with what came of them. */
const MOST_COMPARED = 1_500
/** Speakers that can be told apart at most: beyond that it is noise. */
const MOST_SPEAKERS = 20

interface Group {
	/** Sum of prints, by length; and its direction. */
	sum: Float32Array
	direction: Float32Array
	samples: number
	members: number[]
}

/**
 * Which of all voices are one person's: for each voice the number of its speaker, 0 being the first who is heard. `count`: how many persons
 * there are; null: as many as are unlike. There may be fewer than `count`, never more. Voices are by place.
 */
export function tellApart(voices: readonly Voice[], count: number | null): number[] {
	const sure = chosen(voices)
	const groups = joined(
		sure.flatMap(index => groupOf(voices, index)),
		count
	)
	const persons = count === null ? withoutGhosts(groups) : groups
	if (persons.length === 0) return voices.map(() => 0)
	const personOf = new Map(persons.flatMap(({ members }, person) => members.map(member => [member, person] as const)))
	let last = personOf.get(sure.toSorted((a, b) => a - b)[0] ?? -1) ?? 0
	const told = voices.map((voice, index) => {
		last = personOf.get(index) ?? nearest(voice.print, persons) ?? last
		return last
	})
	const order = [...new Set(told)]
	return told.map(person => order.indexOf(person))
}

/** The longest voices that are long enough, or, where none is, those that have a print at all. */
function chosen(voices: readonly Voice[]): number[] {
	const printed = voices
		.map((voice, index) => ({ index, print: voice.print, samples: lengthOf(voice) }))
		.filter(({ print }) => print !== null)
		.sort((a, b) => b.samples - a.samples || a.index - b.index)
	const long = printed.filter(({ samples }) => samples >= SURE)
	return (long.length > 0 ? long : printed).slice(0, MOST_COMPARED).map(({ index }) => index)
}

function groupOf(voices: readonly Voice[], index: number): Group[] {
	const voice = voices[index]
	if (!voice?.print) return []
	const samples = lengthOf(voice)
	return [{ sum: voice.print.map(value => value * samples), direction: voice.print, samples, members: [index] }]
}

/** Joins the two most alike, again and again, while they are one person's or there are too many. */
function joined(all: readonly Group[], count: number | null): Group[] {
	const groups: (Group | null)[] = [...all]
	/** Of each group the most alike of those behind it: only what a joining touches is compared anew. */
	const best = groups.map((_, at) => mostAlike(groups, at))
	for (let left = groups.length; left > 1; left--) {
		let first = -1
		for (const [at, pair] of best.entries()) if (pair && (first < 0 || pair.likeness > (best[first]?.likeness ?? -2))) first = at
		const pair = best[first]
		if (!pair) break
		if (count === null ? pair.likeness < ALIKE && left <= MOST_SPEAKERS : left <= count) break
		groups[first] = together(groups[first], groups[pair.at])
		groups[pair.at] = null
		best[pair.at] = null
		for (const [at, known] of best.entries())
			if (groups[at] && (at === first || (known && (known.at === first || known.at === pair.at)))) best[at] = mostAlike(groups, at)
			else if (groups[at] && at < first) best[at] = better(known ?? null, groups, at, first)
	}
	return groups.filter(group => group !== null)
}

interface Pair {
	readonly at: number
	readonly likeness: number
}

function mostAlike(groups: readonly (Group | null)[], at: number): Pair | null {
	let found: Pair | null = null
	for (let other = at + 1; other < groups.length; other++) found = better(found, groups, at, other)
	return found
}

function better(known: Pair | null, groups: readonly (Group | null)[], at: number, other: number): Pair | null {
	const [a, b] = [groups[at], groups[other]]
	if (!a || !b) return known
	const like = likeness(a.direction, b.direction)
	return known === null || like > known.likeness ? { at: other, likeness: like } : known
}

function together(a: Group | null | undefined, b: Group | null | undefined): Group | null {
	if (!a || !b) return a ?? b ?? null
	const sum = a.sum.map((value, i) => value + (b.sum[i] ?? 0))
	return { sum, direction: unit(sum) ?? a.direction, samples: a.samples + b.samples, members: [...a.members, ...b.members] }
}

/** Who hardly speaks is a cough or a half word of somebody else: his voices go to the nearest. The longest stays. */
function withoutGhosts(groups: readonly Group[]): Group[] {
	const real = groups.filter(({ samples }) => samples >= GHOST)
	return real.length > 0 ? real : groups.toSorted((a, b) => b.samples - a.samples).slice(0, 1)
}

function nearest(print: Float32Array | null, persons: readonly Group[]): number | null {
	if (print === null) return null
	let found = 0
	for (const [person, { direction }] of persons.entries())
		if (likeness(print, direction) > likeness(print, persons[found]?.direction ?? direction)) found = person
	return found
}
