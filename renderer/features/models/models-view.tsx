import { useEffect } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Skeleton } from '../../ui/controls.tsx'
import { Bring } from './bring.tsx'
import { ComingList } from './coming-list.tsx'
import { HereList } from './here-list.tsx'
import { OfferList } from './offer-list.tsx'
import { SourceSettings } from './source-settings.tsx'
import { UsedChoice } from './used-choice.tsx'
import { VoicesChoice } from './voices-choice.tsx'
import { WishSettings } from './wish-settings.tsx'

/** Which models are here, which is used, and which can be had. */
export function ModelsView() {
	const { models: store } = useApp()
	const { t } = useWords()
	const { models, voices, offered, installs } = useFrom(store, state => state)
	useEffect(() => {
		void store.load()
		void store.look()
	}, [store])
	return (
		<Bring>
			<div className="page models">
				<h1>{t('models.name')}</h1>
				<p className="drill-lead">{t('models.lead')}</p>
				{models === null ? (
					<Skeleton lines={4} label={t('models.loading')} />
				) : (
					<>
						<UsedChoice models={models} />
						<VoicesChoice voices={voices} />
						<WishSettings models={models} />
						<HereList models={[...models, ...voices]} />
					</>
				)}
				{installs.length > 0 && <ComingList installs={installs} />}
				{offered === null ? (
					<Skeleton lines={8} label={t('models.loading')} />
				) : (
					<OfferList offered={offered} here={[...(models ?? []), ...voices]} coming={installs} />
				)}
				<SourceSettings />
			</div>
		</Bring>
	)
}
