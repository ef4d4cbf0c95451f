import { useEffect, useState } from 'react'
import { useWords } from '../../messages/use-words.ts'

/** Under which licences all of it stands, read when somebody looks. */
export function Licences() {
	const { t } = useWords()
	const [texts, setTexts] = useState<readonly string[]>([])
	const [open, setOpen] = useState(false)
	useEffect(() => {
		if (!open) return
		let gone = false
		void Promise.all([import('../../../LICENSE?raw'), import('../../../NOTICE?raw')]).then(
			all => !gone && setTexts(all.map(each => each.default))
		)
		return () => {
			gone = true
		}
	}, [open])
	return (
		<section aria-labelledby="about-licences">
			<h2 id="about-licences">{t('about.licences')}</h2>
			<p>{t('about.licence')}</p>
			<details onToggle={event => setOpen(event.currentTarget.open)}>
				<summary>{t('about.licencesShow')}</summary>
				{texts.map(text => (
					// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
					<pre key={text} tabIndex={0}>
						{text}
					</pre>
				))}
			</details>
		</section>
	)
}
