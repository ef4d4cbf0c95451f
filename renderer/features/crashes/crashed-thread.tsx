import { useState } from 'react'
import type { ExitRecord, StackFrame } from '../../../electron/contract/exits.ts'
import { useWords } from '../../messages/use-words.ts'
import { choice } from '../../messages/words.ts'

/** Frames that stand there unasked. */
const FEW = 12

/** What the minidump says: the exception, and the stack of the thread that had it. Nothing where no dump was made. */
export function CrashedThread({ exit }: { readonly exit: ExitRecord }) {
	const { t, phrase } = useWords()
	const [all, setAll] = useState(false)
	const { crash, dump } = exit
	if (crash === null) {
		if (dump === null) return null
		return (
			<section>
				<h3>{t('crashes.thread')}</h3>
				<p className="hint">{t('crashes.dumpUnread', { name: dump })}</p>
			</section>
		)
	}
	const { thread } = crash
	const shown = all ? thread.frames : thread.frames.slice(0, FEW)
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
				<div className="frames-scroll">
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
							{shown.map((frame, i) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: a frame's depth is its identity
								<Frame key={i} frame={frame} depth={i} blamed={frame.module !== null && frame.module === crash.module} />
							))}
						</tbody>
					</table>
				</div>
			)}
			{thread.frames.length > FEW && (
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

function Frame({ frame, depth, blamed }: { readonly frame: StackFrame; readonly depth: number; readonly blamed: boolean }) {
	const { t } = useWords()
	const guess = frame.trust === 'scan'
	return (
		<tr className={guess ? 'guess' : blamed ? 'blamed' : undefined}>
			<td>{depth}</td>
			<td>{frame.module ?? t('crashes.noModule')}</td>
			<td>
				{guess && `${t('crashes.possibly')} `}
				{frame.symbol === null ? (frame.module === null ? frame.offset : `+${frame.offset}`) : frame.symbol}
				{frame.symbol !== null && <small> +{frame.offset}</small>}
			</td>
			<td>{t('crashes.trust', { trust: choice(frame.trust) })}</td>
		</tr>
	)
}
