import { Download } from 'lucide-react'
import { useState } from 'react'
import type { Install, Model, OfferedModel } from '../../../electron/contract/models.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { Button } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { fitting, languagesOf, type Wish } from './filter.ts'
import { Languages } from './languages.tsx'
import { LicenceLink } from './licence-link.tsx'
import { useAct } from './use-act.ts'

interface OfferListProps {
	readonly offered: readonly OfferedModel[]
	readonly here: readonly Model[]
	readonly coming: readonly Install[]
}

const PURPOSES = ['all', 'fast', 'accurate', 'live', 'many-languages', 'speakers'] as const

/** Models that can be had, for a language and a purpose. */
export function OfferList({ offered, here, coming }: OfferListProps) {
	const { t, language } = useWords()
	const [wish, setWish] = useState<Wish>({ language: null, purpose: null })
	const there = new Set([...here, ...coming].map(each => each.id))
	const found = fitting(offered, wish).filter(model => !there.has(model.id))
	return (
		<section aria-labelledby="models-offered">
			<h2 id="models-offered">{t('models.offered')}</h2>
			<div className="models-wish">
				<Choice
					label={t('models.language')}
					value={wish.language ?? ''}
					options={[['', t('models.anyLanguage')], ...languagesOf(offered, language).map(code => [code, language(code)] as const)]}
					onChoose={code => setWish({ ...wish, language: code || null })}
				/>
				<Segmented
					label={t('models.purpose')}
					value={wish.purpose ?? 'all'}
					options={PURPOSES.map(purpose => [purpose, t('models.purposeIs', { purpose: purpose === 'many-languages' ? 'many' : purpose })])}
					onChoose={purpose => setWish({ ...wish, purpose: purpose === 'all' ? null : purpose })}
				/>
			</div>
			{found.length === 0 && <p className="hint">{t('models.noneFound')}</p>}
			<ul className="models-list">
				{found.map(model => (
					<Offer key={model.id} model={model} />
				))}
			</ul>
		</section>
	)
}

function Offer({ model }: { readonly model: OfferedModel }) {
	const { models: store } = useApp()
	const { t, bytes } = useWords()
	const act = useAct()
	const busy = useFrom(store, state => state.busy.has(model.id))
	const [asking, setAsking] = useState(false)
	const { licence } = model
	const writes = !model.purposes.includes('speakers')
	return (
		<li aria-label={model.name}>
			<div className="model-what">
				<b>{model.name}</b>
				<span className="model-facts">
					{writes ? <Languages codes={model.languages} count={model.languageCount} /> : <span>{t('models.tellsSpeakers')}</span>}
					{model.diskBytes !== null && <span>{t('models.onDisk', { size: bytes(model.diskBytes) })}</span>}
					{model.memoryBytes !== null && <span>{t('models.memory', { size: bytes(model.memoryBytes) })}</span>}
					{writes && <span>{t('models.times', { times: model.times })}</span>}
					{writes && model.confidence && <span>{t('models.confidence')}</span>}
					{writes && !model.punctuation && <span>{t('models.noPunctuation')}</span>}
					<LicenceLink licence={licence} />
				</span>
			</div>
			<div className="model-actions">
				<Button
					icon={<Download size={15} />}
					disabled={busy}
					title={model.source}
					onClick={() => (model.accepted ? act(store.install(model.id)) : setAsking(true))}
				>
					{model.downloadBytes === null ? t('models.download') : t('models.downloadSize', { size: bytes(model.downloadBytes) })}
					<span className="sr-only"> {model.name}</span>
				</Button>
			</div>
			<DialogFrame
				title={t('models.licenceTitle', { model: model.name })}
				hint={t('models.licenceHint', { licence: licence.name })}
				close={t('app.close')}
				open={asking}
				onClose={() => setAsking(false)}
			>
				<p className="licence-address">
					<LicenceLink licence={licence} whole />
				</p>
				<div className="dialog-foot">
					<Button
						kind="primary"
						onClick={() => {
							setAsking(false)
							act(
								store.install(model.id, { acceptLicence: true }).then(problem => {
									void store.look()
									return problem
								})
							)
						}}
					>
						{t('models.licenceAccept')}
					</Button>
				</div>
			</DialogFrame>
		</li>
	)
}
