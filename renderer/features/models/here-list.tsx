import { ShieldCheck, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Model } from '../../../electron/contract/models.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { realTime } from '../../messages/real-time.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { Languages } from './languages.tsx'
import { useAct } from './use-act.ts'
import { UseButtons } from './use-buttons.tsx'

/** The models on this machine. */
export function HereList({ models }: { readonly models: readonly Model[] }) {
	const { t, bytes } = useWords()
	const total = models.reduce((sum, model) => sum + model.bytes, 0)
	return (
		<section aria-labelledby="models-here">
			<h2 id="models-here">
				{t('models.here')} <small>{t('models.storage', { size: bytes(total) })}</small>
			</h2>
			{models.length === 0 && <p className="hint">{t('models.noneHere')}</p>}
			<ul className="models-list">
				{models.map(model => (
					<Here key={model.id} model={model} />
				))}
			</ul>
		</section>
	)
}

function Here({ model }: { readonly model: Model }) {
	const { models: store, speeds } = useApp()
	const words = useWords()
	const { t, bytes } = words
	const act = useAct()
	const busy = useFrom(store, state => state.busy.has(model.id))
	const found = useFrom(store, state => state.verified[model.id])
	const measured = useFrom(speeds, state => state.speeds?.measured.find(each => each.model === model.id))
	const [asking, setAsking] = useState(false)
	const damaged = found !== undefined && found !== 'reading' && found.length > 0
	return (
		<li aria-label={model.name}>
			<div className="model-what">
				<b>{model.name}</b>
				<span className="model-facts">
					{model.purpose === 'speakers' ? <span>{t('models.tellsSpeakers')}</span> : <Languages codes={model.languages} />}
					<span>{bytes(model.bytes)}</span>
					{model.purpose === 'text' && (
						<span>{measured ? t('models.realTime', { speed: realTime(words, measured.speed) }) : t('speeds.unknown')}</span>
					)}
					{model.loaded && <span className="model-mark">{t('models.inUse')}</span>}
					{model.shipped && <span>{t('models.shipped')}</span>}
				</span>
				<span role="status" className={damaged ? 'hint warn' : 'hint'}>
					{found === 'reading'
						? t('models.checking')
						: found && (damaged ? t('models.damaged', { files: found.join(', ') }) : t('models.whole'))}
				</span>
			</div>
			<div className="model-actions">
				{model.purpose === 'text' && <UseButtons model={model} />}
				{model.verifiable && (
					<Button kind="quiet" icon={<ShieldCheck size={15} />} disabled={busy} onClick={() => act(store.verify(model.id))}>
						{t('models.verify')}
						<span className="sr-only"> {model.name}</span>
					</Button>
				)}
				{!model.shipped && (
					<Button kind="quiet" icon={<Trash2 size={15} />} disabled={busy || model.loaded} onClick={() => setAsking(true)}>
						{t('models.delete')}
						<span className="sr-only"> {model.name}</span>
					</Button>
				)}
			</div>
			<DialogFrame
				title={t('models.deleteTitle', { model: model.name })}
				hint={t('models.deleteHint', { size: bytes(model.bytes) })}
				close={t('app.close')}
				open={asking}
				onClose={() => setAsking(false)}
			>
				<div className="dialog-foot">
					<Button
						kind="primary"
						onClick={() => {
							setAsking(false)
							act(store.remove(model.id))
						}}
					>
						{t('models.delete')}
					</Button>
				</div>
			</DialogFrame>
		</li>
	)
}
