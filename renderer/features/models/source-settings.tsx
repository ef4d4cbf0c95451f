import { type FormEvent, useId, useState } from 'react'
import type { Problem } from '../../api/problem.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'

/** From where models are fetched, and which way. */
export function SourceSettings() {
	const { settings } = useApp()
	const { t } = useWords()
	const chosen = useFrom(settings, state => state.settings)
	if (chosen === null) return null
	return (
		<section aria-labelledby="models-sources">
			<h2 id="models-sources">{t('models.sources')}</h2>
			<p className="hint">{t('models.sourcesHint')}</p>
			<Address
				key={`mirror ${chosen.modelMirror}`}
				label={t('models.mirror')}
				now={chosen.modelMirror}
				example="https://example.org/models"
				keep={modelMirror => settings.change({ modelMirror })}
			/>
			<Address
				key={`proxy ${chosen.proxy}`}
				label={t('models.proxy')}
				now={chosen.proxy}
				example="http://127.0.0.1:8080"
				keep={proxy => settings.change({ proxy })}
			/>
		</section>
	)
}

interface AddressProps {
	readonly label: string
	readonly now: string | null
	readonly example: string
	readonly keep: (address: string | null) => Promise<Problem | null>
}

function Address({ label, now, example, keep }: AddressProps) {
	const words = useWords()
	const { t } = words
	const id = useId()
	const [written, setWritten] = useState(now ?? '')
	const [wrong, setWrong] = useState<string | null>(null)
	const save = async (event: FormEvent) => {
		event.preventDefault()
		const address = written.trim()
		const fits = address === '' || /^https?:$/.test(URL.parse(address)?.protocol ?? '')
		if (!fits) return setWrong(t('models.noAddress'))
		const problem = await keep(address === '' ? null : address)
		setWrong(problem && words.problem(problem))
	}
	return (
		<form className="models-address" onSubmit={event => void save(event)}>
			<label htmlFor={id}>{label}</label>
			<input
				id={id}
				type="url"
				inputMode="url"
				value={written}
				placeholder={example}
				spellCheck={false}
				aria-invalid={wrong !== null}
				aria-describedby={`${id}-wrong`}
				onChange={event => setWritten(event.currentTarget.value)}
			/>
			<Button type="submit" disabled={written.trim() === (now ?? '')}>
				{t('models.keep')}
			</Button>
			<p id={`${id}-wrong`} className="hint warn" role="status">
				{wrong}
			</p>
		</form>
	)
}
