import { Pause, Play, X } from 'lucide-react'
import type { Install } from '../../../electron/contract/models.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Bar, Button } from '../../ui/controls.tsx'
import { useAct } from './use-act.ts'

/** Models on their way here. */
export function ComingList({ installs }: { readonly installs: readonly Install[] }) {
	const { t } = useWords()
	return (
		<section aria-labelledby="models-coming">
			<h2 id="models-coming">{t('models.coming')}</h2>
			<ul className="models-list">
				{installs.map(install => (
					<Coming key={install.id} install={install} />
				))}
			</ul>
		</section>
	)
}

function Coming({ install }: { readonly install: Install }) {
	const { models: store } = useApp()
	const words = useWords()
	const { t } = words
	const act = useAct()
	const busy = useFrom(store, state => state.busy.has(install.id))
	const { id, name, state, bytes, total, imported, problem } = install
	const moves = state === 'downloading' || state === 'checking' || state === 'unpacking'
	return (
		<li aria-label={name}>
			<div className="model-what">
				<b>{name}</b>
				{(moves || state === 'paused') && (
					<Bar value={total === null || total === 0 ? null : Math.min(1, bytes / total)} label={t('models.progress', { model: name })} />
				)}
				<span className="model-facts">
					<span>{t('models.stateIs', { state })}</span>
					{state !== 'waiting' && state !== 'failed' && state !== 'changed' && total !== null && (
						<span>{t('models.of', { done: words.bytes(bytes), total: words.bytes(total) })}</span>
					)}
					{install.bytesPerSecond !== null && <span>{t('models.speed', { speed: words.bytes(install.bytesPerSecond) })}</span>}
					{install.secondsLeft !== null && <span>{t('models.left', { time: words.duration(install.secondsLeft * 1000) })}</span>}
				</span>
				<span role="status" className={problem ? 'hint warn' : 'sr-only'}>
					{problem && words.problem(problem)}
				</span>
			</div>
			<div className="model-actions">
				{!imported && (moves || state === 'waiting') && (
					<Button kind="quiet" icon={<Pause size={15} />} disabled={busy} onClick={() => act(store.pause(id))}>
						{t('models.pause')}
					</Button>
				)}
				{!imported && (state === 'paused' || state === 'failed') && (
					<Button kind="quiet" icon={<Play size={15} />} disabled={busy} onClick={() => act(store.resume(id))}>
						{t(state === 'paused' ? 'models.resume' : 'app.tryAgain')}
					</Button>
				)}
				{state === 'changed' && (
					<Button disabled={busy} onClick={() => act(store.install(id, { acceptChanged: true }))}>
						{t('models.takeIt')}
					</Button>
				)}
				<Button kind="quiet" icon={<X size={15} />} disabled={busy} onClick={() => act(store.cancel(id))}>
					{t(state === 'failed' || state === 'changed' ? 'models.leaveIt' : 'models.cancel')}
				</Button>
			</div>
		</li>
	)
}
