import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Bookmark, Search } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useApp, useFrom } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import { firstOfView, useFocusBefore } from '../../ui/keep-focus.ts'
import { type Action, type Entry, type EntryGroup, entriesFor } from './entries.ts'
import { HitText } from './hit-text.tsx'

/** Everything that was said, transcripts by their title, and what the window can do: found as one types. */
export function Palette({ actions }: { readonly actions: () => readonly Action[] }) {
	const { place } = useApp()
	const { t } = useWords()
	const open = useFrom(place, state => state.open === 'search')
	const before = useFocusBefore()
	// Opened again before it has faded away, it begins anew all the same.
	const [opened, setOpened] = useState({ open, times: 0, at: place.getState().place })
	if (opened.open !== open) setOpened({ open, times: opened.times + Number(open), at: open ? place.getState().place : opened.at })
	// Whoever has gone somewhere reads and listens there.
	const finalFocus = () => (place.getState().place === opened.at ? before.finalFocus() : (firstOfView() ?? false))
	return (
		<Dialog.Root open={open} onOpenChange={shown => !shown && place.show(null)}>
			<Dialog.Portal>
				<Dialog.Backdrop className="backdrop" />
				<Dialog.Popup ref={before.ref} finalFocus={finalFocus} className="popup palette" aria-label={t('search.name')}>
					<Finder key={opened.times} actionsNow={actions} />
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	)
}

function Finder({ actionsNow }: { readonly actionsNow: () => readonly Action[] }) {
	const { search, transcripts } = useApp()
	const { t, problem } = useWords()
	const [query, setQuery] = useState('')
	const [actions] = useState(actionsNow)
	const found = useFrom(search, state => state.found)
	const failed = useFrom(search, state => state.problem)
	const known = useFrom(transcripts, state => state.transcripts)
	useEffect(() => search.look(query), [search, query])
	// What was found for fewer letters stands until there is an answer for these.
	const groups = useMemo(() => entriesFor(query, found?.answer ?? null, actions, known ?? {}), [query, found, actions, known])
	const isOver = query.trim() === '' || found?.query === query
	const run = useRun()
	const places = groups.reduce((sum, each) => sum + (each.heading.is === 'transcript' ? each.items.length + each.more : 0), 0)
	return (
		<Autocomplete.Root
			open
			inline
			items={groups}
			filter={null}
			mode="none"
			autoHighlight="always"
			keepHighlight
			value={query}
			onValueChange={(value, { reason }) => reason !== 'item-press' && setQuery(value)}
			itemToStringValue={entry => (entry as Entry).key}
		>
			<div className="palette-field">
				<Search size={17} aria-hidden="true" />
				<Autocomplete.Input
					// Who writes on while the palette opens loses no letter: the dialog’s own focus comes a frame too late for that
					autoFocus
					placeholder={t('search.placeholder')}
					aria-label={t('search.name')}
					spellCheck={false}
					maxLength={300}
				/>
			</div>
			<Autocomplete.List className="palette-list">
				{(group: EntryGroup) => (
					<Autocomplete.Group key={group.key} items={group.items} className="palette-group">
						<Autocomplete.GroupLabel className="palette-label">
							<Heading group={group} />
						</Autocomplete.GroupLabel>
						<Autocomplete.Collection>
							{(entry: Entry) => (
								<Autocomplete.Item key={entry.key} value={entry} className="palette-item" onClick={() => run(entry)}>
									<Shown entry={entry} />
								</Autocomplete.Item>
							)}
						</Autocomplete.Collection>
					</Autocomplete.Group>
				)}
			</Autocomplete.List>
			<p className="palette-foot" role="status">
				{failed !== null
					? problem(failed)
					: !isOver
						? t('search.looking')
						: groups.length === 0
							? t('search.nothing', { query })
							: places > 0
								? t('search.places', { places, more: String(found?.answer.more ?? false) })
								: t('search.hint')}
				{found?.answer.indexing === true && ` ${t('search.indexing')}`}
			</p>
		</Autocomplete.Root>
	)
}

/** Does what an entry stands for: goes there, and plays what was said from the word on. */
function useRun(): (entry: Entry) => void {
	const { place, playback } = useApp()
	return entry => {
		if (entry.type === 'action') {
			// What it opens must not be closed with the palette.
			place.show(null)
			entry.action.run()
			return
		}
		const { id, playable, state } = entry.transcript
		if (entry.type === 'transcript') return place.go({ at: 'transcript', id })
		place.go({ at: 'transcript', id, sample: entry.place.sample })
		if (playable && state !== 'recording') playback.play(id, entry.place.sample)
	}
}

function Heading({ group }: { readonly group: EntryGroup }) {
	const { t, date } = useWords()
	const { heading, more } = group
	switch (heading.is) {
		case 'recent':
			return t('search.recent')
		case 'titles':
			return t('search.titles')
		case 'actions':
			return t('search.actions')
		case 'transcript':
			return (
				<>
					<bdi>{heading.transcript.title}</bdi>
					<span>{date(heading.transcript.createdAt)}</span>
					{more > 0 && <span>{t('search.more', { more })}</span>}
				</>
			)
		default:
			return heading satisfies never
	}
}

function Shown({ entry }: { readonly entry: Entry }) {
	const { t, date } = useWords()
	switch (entry.type) {
		case 'action':
			return (
				<>
					<HitText text={entry.action.label} hits={entry.hits} />
					{entry.action.keys && <kbd>{entry.action.keys}</kbd>}
				</>
			)
		case 'transcript':
			return (
				<>
					<HitText text={entry.transcript.title} hits={entry.hits} />
					<time>{date(entry.transcript.createdAt)}</time>
				</>
			)
		case 'place':
			return (
				<>
					<span className="palette-said">
						{entry.place.is === 'mark' && <Bookmark size={13} role="img" aria-label={t('search.mark')} />}
						<HitText text={entry.place.text} hits={entry.place.hits} />
					</span>
					<time>{clock(entry.place.sample)}</time>
				</>
			)
		default:
			return entry satisfies never
	}
}
