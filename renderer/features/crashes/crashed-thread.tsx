import { Fragment, useState } from 'react'
import type { ExitRecord } from '../../../electron/contract/exits.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'
import { breakable, type FrameRun, frameRuns } from './frame-runs.ts'

/** Lines that stand there unasked. */
const FEW = 12
/** Deaths that leave no dump, whoever looks for one. */
const WITHOUT_DUMP = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGSTOP', 'unknown']
/** A dump is read in less, ms. */
const READ_MS = 15_000

/** What the minidump says: the exception, and the stack of the thread that had it. Nothing after deaths that leave none. */
export function CrashedThread({ exit }: { readonly exit: ExitRecord }) {
	const { t, phrase } = useWords()
	const [all, setAll] = useState(false)
	const { crash, dump } = exit
	if (crash === null) {
		const missing = exit.signal !== null && !WITHOUT_DUMP.includes(exit.signal) && Date.now() - exit.at > READ_MS
		if (dump === null && !missing) return null
		return (
			<section>
				<h3>{t('crashes.thread')}</h3>
				<p className="hint">{dump === null ? t('crashes.dumpMissing') : t('crashes.dumpUnread', { name: dump })}</p>
			</section>
		)
	}
	const { thread } = crash
	const runs = frameRuns(thread.frames)
	const shown = all ? runs : runs.slice(0, FEW)
	const facts = [
		thread.name === null
			? t('crashes.threadIs', { id: String(thread.id) })
			: t('crashes.threadNamed', { name: thread.name, id: String(thread.id) }),
		t('crashes.threads', { n: crash.threads }),
		t('crashes.origin', { origin: crash.origin })
	]
	if (dump === null) facts.push(t('crashes.dumpGone'))
	return (
		<section>
			<h3>{t('crashes.thread')}</h3>
			<p className="reason">
				<b>{crash.reason}</b>
				{`: ${phrase(crash.text)}`}
			</p>
			<ul className="facts">
				{facts.map(fact => (
					<li key={fact}>{fact}</li>
				))}
			</ul>
			{thread.frames.length === 0 ? (
				<p className="hint">{t('crashes.noFrames')}</p>
			) : (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
				<div className="frames-scroll" tabIndex={0}>
					<table className="frames">
						<thead className="sr-only">
							<tr>
								<th scope="col">{t('crashes.frame')}</th>
								<th scope="col">{t('crashes.frameModule')}</th>
								<th scope="col">{t('crashes.frameSymbol')}</th>
								<th scope="col">{t('crashes.frameTrust')}</th>
							</tr>
						</thead>
						<tbody>
							{shown.map(run => (
								<Frames key={run.depth} run={run} blamed={run.frame.module !== null && run.frame.module === crash.module} />
							))}
						</tbody>
					</table>
				</div>
			)}
			{runs.length > FEW && (
				<button type="button" className="button quiet small" aria-expanded={all} onClick={() => setAll(!all)}>
					{all ? t('crashes.fewFrames') : t('crashes.allFrames', { n: thread.frames.length })}
				</button>
			)}
			{crash.problems.map(problem => (
				<p key={problem} className="hint">
					{phrase(problem)}
				</p>
			))}
		</section>
	)
}

function Frames({ run, blamed }: { readonly run: FrameRun; readonly blamed: boolean }) {
	const { t } = useWords()
	const { frame, depth, count } = run
	const offset = frame.offset === 'unknown' ? t('crashes.offsetUnknown') : frame.offset
	return (
		<tr className={frame.trust === 'scan' ? 'guess' : blamed ? 'blamed' : undefined}>
			<td>{depth}</td>
			<td>{frame.module ?? t('crashes.noModule')}</td>
			<td>
				{frame.trust === 'scan' && `${t('crashes.possibly')} `}
				{frame.symbol === null ? frame.module === null ? offset : `+${offset}` : <SymbolName name={frame.symbol} />}
				{frame.symbol !== null && <small> +{offset}</small>}
				{count > 1 && <span className="times"> {t('crashes.frameTimes', { count })}</span>}
			</td>
			<td>{t('crashes.trust', { trust: choice(frame.trust) })}</td>
		</tr>
	)
}

function SymbolName({ name }: { readonly name: string }) {
	return breakable(name).map((piece, i) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a piece's place is its identity
		<Fragment key={i}>
			{piece}
			<wbr />
		</Fragment>
	))
}
