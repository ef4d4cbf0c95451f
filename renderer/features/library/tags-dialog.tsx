import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { tagsOf } from './choose.ts'
import type { LibraryActions } from './use-library-actions.ts'

/** Tags of some transcripts: those in use to be ticked, fewer as one writes, and a new one by Enter. Each takes effect at once. */
export function TagsDialog({ actions }: { readonly actions: LibraryActions }) {
	const { library } = useApp()
	const { t } = useWords()
	const ids = useFrom(library, state => state.tagging)
	if (ids === null) return null
	return (
		<DialogFrame
			title={t('library.tagsOf', { n: ids.length })}
			close={t('app.close')}
			className="tags-dialog"
			open
			onClose={() => library.setState({ tagging: null })}
		>
			<Tags ids={ids} actions={actions} />
		</DialogFrame>
	)
}

interface TagsProps {
	readonly ids: readonly string[]
	readonly actions: LibraryActions
}

function Tags({ ids, actions }: TagsProps) {
	const { transcripts } = useApp()
	const { t, locale } = useWords()
	const known = useFrom(transcripts, state => state.transcripts)
	const [written, setWritten] = useState('')
	// One that nobody has any more can be ticked again until this is closed.
	const [seen, setSeen] = useState<readonly string[]>([])
	const all = useMemo(() => {
		const used = Object.values(known ?? {})
		return tagsOf([...used, { tags: seen }], new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }))
	}, [known, seen, locale])
	const tidy = written.trim()
	const same = (a: string, b: string) => a.localeCompare(b, locale, { sensitivity: 'accent' }) === 0
	const shown = all.filter(tag => tag.toLowerCase().includes(tidy.toLowerCase()))
	const isNew = tidy !== '' && !all.some(tag => same(tag, tidy))
	const having = (tag: string) => ids.filter(id => known?.[id]?.tags.includes(tag)).length
	const set = (tag: string, on: boolean) => {
		setSeen(before => [...before, tag])
		actions.organise(ids, on ? { add: [tag] } : { remove: [tag] })
	}
	return (
		<>
			<form
				className="tags-field"
				onSubmit={event => {
					event.preventDefault()
					if (tidy === '') return
					set(all.find(tag => same(tag, tidy)) ?? tidy, true)
					setWritten('')
				}}
			>
				<input
					// biome-ignore lint/a11y/noAutofocus: the dialog was opened to write in it, and who does so at once loses no letter
					autoFocus
					aria-label={t('library.newTag')}
					placeholder={t('library.newTag')}
					value={written}
					maxLength={60}
					dir="auto"
					onChange={event => setWritten(event.currentTarget.value)}
				/>
				<Button type="submit" icon={<Plus size={15} />} disabled={tidy === ''}>
					{t('library.addTag')}
				</Button>
			</form>
			{shown.length > 0 && (
				<ul className="tags-list">
					{shown.map(tag => {
						const n = having(tag)
						return (
							<li key={tag}>
								<label>
									<input
										type="checkbox"
										checked={n === ids.length}
										ref={box => {
											if (box) box.indeterminate = n > 0 && n < ids.length
										}}
										onChange={event => set(tag, event.currentTarget.checked)}
									/>
									<bdi>{tag}</bdi>
								</label>
							</li>
						)
					})}
				</ul>
			)}
			<p className="hint" role="status">
				{isNew ? t('library.isNewTag', { tag: tidy }) : all.length === 0 ? t('library.noTags') : ''}
			</p>
		</>
	)
}
