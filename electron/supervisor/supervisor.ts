import { mkdirSync } from 'node:fs'
import type { Log } from '../../native-bridge/log/log.ts'
import type { FromWorker, ToWorker } from '../../native-bridge/protocol/messages.ts'
import type { Problem } from '../../native-bridge/protocol/problem.ts'
import type { HealthSample, ProcessHealth, WorkSpeeds } from '../contract/processes.ts'
import type { Death } from '../forensics/exit-record.ts'
import type { Host } from '../hosts/host.ts'
import { Child, type Folders } from './child.ts'
import type { ChildListener } from './child-listener.ts'
import { type ChildSpec, STANDBY_AFTER_MS } from './child-specs.ts'
import { childrenOf, isShown, mayCome, named, nameOf, type Post } from './post.ts'
import type { SupervisorListener } from './supervisor-listener.ts'

/** Seconds of a curve that are kept. */
const CURVE_SAMPLES = 300

/** The posts and who holds them: hands a post over to its standby, and tells the listener what came of it. Restarting is each child's own affair. */
export class Supervisor {
	readonly #posts = new Map<string, Post>()
	readonly #listener: SupervisorListener
	/** Who took over from a child that is dying or has just died, until its end has been told. */
	readonly #took = new Map<Child, number>()

	constructor(
		specs: readonly ChildSpec[],
		host: Host,
		folders: Folders,
		log: Log,
		listener: SupervisorListener,
		env: Readonly<Record<string, string>> = {}
	) {
		this.#listener = listener
		mkdirSync(folders.crumbs, { recursive: true })
		for (const spec of specs) {
			let lives = 0
			const deps = { host, folders, env, log, listener: this.#hears(), nextNumber: () => ++lives }
			const active = new Child(spec, spec.name, deps)
			const spare = spec.standby ? new Child(spec, `${spec.name}-b`, deps) : null
			const next = spec.standby ? new Child(spec, `${spec.name}-c`, deps) : null
			this.#posts.set(spec.name, {
				name: spec.name,
				active,
				spare,
				next,
				changing: false,
				deaths: 0,
				speed: null,
				speeds: null,
				standby: false,
				timer: null,
				curves: new Map()
			})
		}
	}

	/** Starts a post that isn't held. One that was given up stays so: `restart` is the way out. */
	start(name: string): void {
		const { active } = this.#post(name)
		if (active.state.kind === 'stopped') active.handle({ type: 'start', at: Date.now() })
	}

	/** Ends who holds a post that is there on demand: nobody needs it. Once it is `away`, `start` brings it back. */
	letGo(name: string): void {
		const { active, curves } = this.#post(name)
		active.problem = null
		curves.clear()
		void active.stop()
	}

	/**
	 * Whether somebody holds the post and is ready, or will be if nothing happens. `going`: on the way out, or given up and not let go of yet;
	 * nobody comes after it.
	 */
	standing(name: string): 'away' | 'coming' | 'ready' | 'going' {
		const { active } = this.#post(name)
		if (active.isReady) return 'ready'
		if (mayCome(active)) return 'coming'
		return active.state.kind === 'stopped' ? 'away' : 'going'
	}

	/** By the name that `health` gives. False: there is none of that name, or none that is needed now. A post with a standby is handed over first. */
	restart(name: string): boolean {
		const child = named(this.#posts, name)
		if (!child || (child.spec.onDemand && !mayCome(child))) return false
		const post = this.#postOf(child)
		if (post.next === child && !post.changing) return false
		// A reserve that was given up is forgiven with it: it is started again when it is wanted.
		if (post.active === child && post.spare?.state.kind === 'gave-up') void post.spare.stop()
		this.#relieve(child)
		child.handle({ type: 'restart', at: Date.now() })
		return true
	}

	/** Whoever holds the post begins anew, and nobody else takes it: what a standby has loaded is not wanted any more. */
	beginAnew(name: string): void {
		const { active, spare } = this.#post(name)
		void spare?.stop()
		active.handle({ type: 'restart', at: Date.now() })
	}

	/** Whether some process is just ending: what it has of the memory is free in a moment. */
	get isFreeing(): boolean {
		return [...this.#posts.values()].flatMap(childrenOf).some(({ state }) => state.kind === 'stopping' && !state.thenStart)
	}

	/** Loads what the listener says is next, and gives it the post when it is ready; asked again, begins anew. Until then nothing else changes. */
	changeOver(name: string): void {
		const post = this.#post(name)
		post.changing = true
		post.next?.handle({ type: 'restart', at: Date.now() })
	}

	/** What was next is not wanted any more. */
	keep(name: string): void {
		const post = this.#post(name)
		post.changing = false
		void post.next?.stop()
	}

	/** Whether messages to `name` would be heard and acted upon. */
	isReady(name: string): boolean {
		return this.#post(name).active.isReady
	}

	/** Nobody holds the post, and nobody will unless the user asks. */
	gaveUp(name: string): boolean {
		const { active, spare } = this.#post(name)
		return active.state.kind === 'gave-up' && (spare === null || !mayCome(spare))
	}

	send(name: string, message: ToWorker): void {
		this.#post(name).active.send(message)
	}

	/** This life has produced something: its death will not count as one of a crash loop. */
	produced(name: string): void {
		const { active } = this.#post(name)
		active.handle({ type: 'produced', at: Date.now(), life: active.state.life })
	}

	/** What the library in `name` said since this was asked last, when it failed without saying so in its result; else null. */
	silentFailure(name: string): string | null {
		return this.#post(name).active.takeSilentFailure()
	}

	/** What it sent of a job can't be true. */
	violation(name: string, issue: string): void {
		this.#post(name).active.violation(issue, true)
	}

	/** A problem to be shown beside the process, or null. */
	say(name: string, problem: Problem | null): void {
		const { active } = this.#post(name)
		active.problem = problem
		active.announce()
	}

	/** Audio time per computing time, at recordings or at files. */
	measured(name: string, speed: number, at: keyof WorkSpeeds): void {
		const post = this.#post(name)
		post.speed = speed
		post.speeds = { live: null, file: null, ...post.speeds, [at]: speed }
	}

	/** What the process that holds the post calls its model. */
	model(name: string): string | null {
		return this.#post(name).active.model
	}

	/** How long the process that holds the post took to load it, ms; null before it is ready. */
	loadMs(name: string): number | null {
		return this.#post(name).active.loadMs
	}

	/** What the process that holds the post was asked for and can't do. */
	unheeded(name: string): NonNullable<Extract<FromWorker, { type: 'ready' }>['unheeded']> {
		return this.#post(name).active.unheeded
	}

	/** Whether the post shall have a standby: one is started when the post is held and ready, or ended. */
	wantStandby(name: string, wanted: boolean): void {
		const post = this.#post(name)
		post.standby = wanted
		this.#tend(post)
	}

	/** What the process of that name does itself harm with, in a fire drill. False: there is none. */
	harm(name: string, message: Extract<ToWorker, { type: 'deed' }>): boolean {
		const child = named(this.#posts, name)
		child?.send(message)
		return child !== null
	}

	/** Once a second: notes how every process is. */
	sample(at: number): void {
		for (const post of this.#posts.values()) {
			for (const child of childrenOf(post)) {
				if ((child.spec.onDemand || child === post.next) && !child.state.alive) continue
				const name = nameOf(post, child)
				const curve = post.curves.get(name) ?? []
				curve.push(child.sample(at))
				if (curve.length > CURVE_SAMPLES) curve.shift()
				post.curves.set(name, curve)
			}
		}
	}

	/** The last five minutes of the process of that name, oldest first. */
	curve(name: string): readonly HealthSample[] {
		const child = named(this.#posts, name)
		return child ? (this.#postOf(child).curves.get(name) ?? []) : []
	}

	/** The log file's name and the pid of the process of that name. */
	logOf(name: string): { readonly name: string; readonly pid: number | null } | null {
		const child = named(this.#posts, name)
		return child && { name: child.slot, pid: child.pid }
	}

	health(): ProcessHealth[] {
		return [...this.#posts.values()].flatMap(post =>
			childrenOf(post)
				.filter(child => isShown(post, child))
				.map(child => this.#health(post, child))
		)
	}

	/** Stops all; resolves when the last process has ended. */
	async stop(): Promise<void> {
		for (const post of this.#posts.values()) {
			post.standby = false
			post.changing = false
			if (post.timer) clearTimeout(post.timer)
		}
		await Promise.all([...this.#posts.values()].flatMap(childrenOf).map(child => child.stop()))
	}

	#hears(): ChildListener {
		const name = (child: Child) => this.#postOf(child).name
		return {
			born: (child, life) => this.#listener.born(name(child), life),
			spawned: child => this.#listener.spawned(name(child), message => child.send(message), this.#postOf(child).next === child),
			ready: child => this.#ready(child),
			message: (child, message) => {
				// One that no longer holds the post may still finish what it was at: another does it now.
				if (this.#postOf(child).active === child) this.#listener.message(name(child), message)
			},
			restOf: child => {
				const post = this.#postOf(child)
				const other = post.active === child ? post.spare : post.active
				return other?.isReady ? STANDBY_AFTER_MS : 0
			},
			doomed: child => this.#relieve(child),
			exiting: child => {
				const post = this.#postOf(child)
				if (post.active === child && !this.#relieve(child)) this.#listener.lost(post.name)
			},
			died: (child, death, next) => this.#died(child, death, next),
			ended: (child, life) => {
				const post = this.#postOf(child)
				const held = this.#took.delete(child) || post.active === child
				this.#listener.ended(post.name, life, held)
				this.#announce(post)
			},
			unfit: (child, problem) => {
				const post = this.#postOf(child)
				if (post.next === child) return this.#notChanged(post, problem)
				if (post.active === child || this.gaveUp(name(child))) this.#listener.unfit(name(child), problem)
			},
			changed: child => this.#listener.changed(this.#health(this.#postOf(child), child))
		}
	}

	/**
	 * Gives the post that `child` holds to the standby, if that is ready, and has the work given to it. Whether `child` is dead, dying or
	 * about to be ended: what it still says is not heard, and its end, when it is told, costs nobody anything any more.
	 */
	#relieve(child: Child): boolean {
		const post = this.#postOf(child)
		if (post.active !== child || !post.spare?.isReady) return false
		post.active = post.spare
		post.spare = child
		this.#took.set(child, post.active.pid ?? 0)
		this.#listener.lost(post.name)
		return true
	}

	#ready(child: Child): void {
		const post = this.#postOf(child)
		if (post.next === child) {
			this.#changeOver(post, child)
			return
		}
		const { active } = post
		// The reserve may be the first to be ready, after both were lost; or the holder is just being ended, with work in hand.
		if (active !== child && !active.isReady) {
			if (active.state.alive && (active.state.kind === 'stopping' || active.state.killedFor !== null)) this.#relieve(active)
			else {
				post.active = child
				post.spare = active
			}
		}
		// While it waits; not now, when what is being said may need the processor.
		if (post.active !== child) child.send({ type: 'warm-up' })
		if (child.pid !== null) this.#listener.ready(post.name, child.pid, post.active === child)
		this.#tend(post)
		this.#announce(post)
	}

	/** Gives the post to who has what is next, all at once; who held it or waited for it is ended, and loads that too if it comes back. */
	#changeOver(post: Post, child: Child): void {
		if (!post.changing) return
		const { active, spare } = post
		post.changing = false
		post.active = child
		post.spare = active
		post.next = spare
		// It was the other model's.
		post.speed = null
		post.speeds = null
		this.#listener.changedOver(post.name, child.pid ?? 0)
		if (active.state.alive) this.#took.set(active, child.pid ?? 0)
		// First: whoever is given work now knows that their memory is on its way.
		void active.stop()
		void spare?.stop()
		this.#listener.lost(post.name)
		if (child.pid !== null) this.#listener.ready(post.name, child.pid, true)
		this.#tend(post)
		for (const each of childrenOf(post)) each.announce()
	}

	#notChanged(post: Post, problem: Problem | null): void {
		if (!post.changing) return
		post.changing = false
		void post.next?.stop()
		this.#listener.notChanged(post.name, problem)
	}

	#died(child: Child, death: Omit<Death, 'jobs'>, next: 'restart' | 'gave-up' | 'stopped'): void {
		const post = this.#postOf(child)
		const took = this.#took.get(child) ?? null
		this.#took.delete(child)
		// While the holder is given up, the reserve is the post's last hope: its deaths are the post's.
		const held = took !== null || post.active === child || (post.spare === child && post.active.state.kind === 'gave-up')
		if (held) post.deaths++
		// A post that another holds, or may come to hold, is not given up, whatever became of this one.
		this.#listener.died(post.name, death, {
			next: next === 'gave-up' && held && !this.gaveUp(post.name) ? 'restart' : next,
			post: held,
			took,
			as: nameOf(post, child)
		})
		if (post.next === child && next === 'gave-up') this.#notChanged(post, null)
		this.#announce(post)
	}

	/** Starts the standby that is wanted, a little later, or ends the one that isn't. */
	#tend(post: Post): void {
		const { spare } = post
		if (!spare) return
		if (!post.standby) {
			// But not the last hope of a post whose holder was given up.
			if (mayCome(spare) && post.active.state.kind !== 'gave-up') void spare.stop()
			return
		}
		if (spare.state.kind !== 'stopped' || !post.active.isReady || post.timer) return
		post.timer = setTimeout(() => {
			post.timer = null
			if (post.standby && post.active.isReady && post.spare?.state.kind === 'stopped') post.spare.handle({ type: 'start', at: Date.now() })
		}, STANDBY_AFTER_MS)
	}

	#announce(post: Post): void {
		for (const child of childrenOf(post)) if (isShown(post, child)) child.announce()
	}

	#health(post: Post, child: Child): ProcessHealth {
		const active = post.active === child
		return {
			...child.health(),
			name: nameOf(post, child),
			restarts: active ? post.deaths : 0,
			speed: active ? post.speed : null,
			...(active && post.speeds && { speeds: post.speeds })
		}
	}

	#postOf(child: Child): Post {
		return this.#post(child.spec.name)
	}

	#post(name: string): Post {
		const post = this.#posts.get(name)
		if (!post) throw new Error(`There is no child spec named ${name}.`)
		return post
	}
}
