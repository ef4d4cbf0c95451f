import { type FormEvent, useId, useState } from 'react'
import type { Problem } from '../../api/problem.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { addressOf } from './address.ts'

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
				label={t('models.mirror')}
				now={chosen.modelMirror}
				example="https://example.org/models"
				keep={modelMirror => settings.change({ modelMirror })}
			/>
			<Address label={t('models.proxy')} now={chosen.proxy} example="http://127.0.0.1:8080" keep={proxy => settings.change({ proxy })} />
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
	/** Null: nothing but what holds. */
	const [written, setWritten] = useState<string | null>(null)
	const [wrong, setWrong] = useState<string | null>(null)
	const shown = written ?? now ?? ''
	const save = async (event: FormEvent) => {
		event.preventDefault()
		const none = shown.trim() === ''
		const address = none ? null : addressOf(shown)
		if (address === null && !none) return setWrong(t('models.noAddress'))
		const problem = await keep(address)
		setWrong(problem && words.problem(problem))
		if (problem === null) setWritten(null)
	}
	return (
		<form className="models-address" onSubmit={event => void save(event)}>
			<label htmlFor={id}>{label}</label>
			<input
				id={id}
				type="url"
				inputMode="url"
				maxLength={2_000}
				value={shown}
				placeholder={example}
				spellCheck={false}
				aria-invalid={wrong !== null}
				aria-describedby={`${id}-wrong`}
				onChange={event => setWritten(event.currentTarget.value)}
			/>
			<Button type="submit" disabled={shown.trim() === (now ?? '')}>
				{t('models.keep')}
			</Button>
			<p id={`${id}-wrong`} className="hint warn" role="status">
				{wrong}
			</p>
		</form>
	)
}
