import { type FormEvent, useId, useState } from 'react'
import type { Model } from '../../../electron/contract/models.ts'
import type { Settings } from '../../../electron/contract/settings.ts'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Note } from '../../ui/controls.tsx'
import { Tick } from '../../ui/tick.tsx'
import { useAct } from './use-act.ts'
import { wordsIn } from './words-in.ts'

/** What the model is asked for besides: the language, numbers, names and terms. What it can't do is said. */
export function WishSettings({ models }: { readonly models: readonly Model[] }) {
	const { settings } = useApp()
	const { t } = useWords()
	const act = useAct()
	const chosen = useFrom(settings, state => state.settings)
	if (chosen === null) return null
	const used = models.find(model => model.loaded)
	return (
		<section aria-labelledby="models-wishes">
			<h2 id="models-wishes">{t('models.wishes')}</h2>
			<Tick
				label={t('models.detect')}
				hint={t('models.detectHint')}
				on={chosen.detectLanguage}
				onChange={detectLanguage => act(settings.change({ detectLanguage }))}
			/>
			<Tick
				label={t('models.numbers')}
				hint={t('models.numbersHint')}
				on={chosen.numbers}
				onChange={numbers => act(settings.change({ numbers }))}
			/>
			<Hotwords key={chosen.hotwords.join('\n')} now={chosen.hotwords} />
			<WishesAside chosen={chosen} />
			<div role="status">
				{used?.unheeded.map(wish => (
					<p key={wish} className="hint warn">
						{t('models.unheeded', { wish, model: used.name })}
					</p>
				))}
			</div>
		</section>
	)
}

/** What the engine could not be loaded with: kept for the user to decide. */
function WishesAside({ chosen }: { readonly chosen: Settings }) {
	const { settings } = useApp()
	const { t } = useWords()
	const act = useAct()
	const { wishesAside: aside } = chosen
	if (aside === null) return null
	const again = {
		hotwords: [...new Set([...chosen.hotwords, ...aside.hotwords])],
		numbers: chosen.numbers || aside.numbers,
		wishesAside: null
	}
	return (
		<div role="status">
			<Note
				tone="warn"
				actions={
					<>
						<Button onClick={() => act(settings.change(again))}>{t('models.asideAgain')}</Button>
						<Button onClick={() => act(settings.change({ wishesAside: null }))}>{t('models.asideDrop')}</Button>
					</>
				}
			>
				{t('models.aside', { model: aside.model, words: aside.hotwords.length, list: aside.hotwords.join(t('models.comma')) })}
			</Note>
		</div>
	)
}

function Hotwords({ now }: { readonly now: readonly string[] }) {
	const { settings } = useApp()
	const { t } = useWords()
	const act = useAct()
	const id = useId()
	const [written, setWritten] = useState(now.join('\n'))
	const hotwords = wordsIn(written)
	const save = (event: FormEvent) => {
		event.preventDefault()
		act(settings.change({ hotwords }))
	}
	return (
		<form className="models-words" onSubmit={save}>
			<label htmlFor={id}>{t('models.hotwords')}</label>
			<textarea
				id={id}
				rows={3}
				value={written}
				spellCheck={false}
				aria-describedby={`${id}-hint`}
				onChange={event => setWritten(event.currentTarget.value)}
			/>
			<Button type="submit" disabled={hotwords.join('\n') === now.join('\n')}>
				{t('models.keep')}
			</Button>
			<p id={`${id}-hint`} className="hint">
				{t('models.hotwordsHint')}
			</p>
		</form>
	)
}
