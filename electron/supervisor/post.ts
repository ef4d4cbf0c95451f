import type { HealthSample, WorkSpeeds } from '../contract/processes.ts'
import type { Child } from './child.ts'

/** A job to be done by one process, with another in reserve: `active` does it, `spare` is loaded and waits. */
export interface Post {
	readonly name: string
	active: Child
	/** Null: this post has no standby. */
	spare: Child | null
	/** Loads what is to be loaded from now on, and takes the post when it is ready: stopped but for that. Null: this post is never changed over. */
	next: Child | null
	/** `next` is wanted. */
	changing: boolean
	deaths: number
	/** The last of `speeds` that was told. */
	speed: number | null
	speeds: WorkSpeeds | null
	/** Whether a standby is wanted at present. */
	standby: boolean
	timer: NodeJS.Timeout | null
	readonly curves: Map<string, HealthSample[]>
}

/** What `health` calls it. */
export function nameOf(post: Post, child: Child): string {
	return post.active === child ? post.name : `${post.name}-${post.next === child ? 'next' : 'standby'}`
}

/** By the name that `health` gives; null: there is none. */
export function named(posts: ReadonlyMap<string, Post>, name: string): Child | null {
	const [, of = name, which] = /^(.*)-(standby|next)$/.exec(name) ?? []
	const post = posts.get(name) ?? posts.get(of)
	if (!post) return null
	return post.name === name ? post.active : which === 'next' ? post.next : post.spare
}

/** Whether it is ready or will be, if nothing happens to it. */
export function mayCome({ state }: Child): boolean {
	return state.kind !== 'gave-up' && state.kind !== 'stopped' && (state.kind !== 'stopping' || state.thenStart)
}

export function childrenOf({ active, spare, next }: Post): Child[] {
	return [active, spare, next].flatMap(child => child ?? [])
}

/** Whether it is worth a line: a standby that nobody wants isn't, nor what is there on demand when it isn't. */
export function isShown(post: Post, child: Child): boolean {
	if (child.state.kind !== 'stopped') return true
	return child === post.active ? !child.spec.onDemand : child === post.spare && post.standby
}
