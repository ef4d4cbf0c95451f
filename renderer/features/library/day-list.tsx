import { Ellipsis } from 'lucide-react'
import { memo, type ReactNode, type SyntheticEvent, useCallback, useMemo } from 'react'
import type { Transcript } from '../../../electron/contract/records.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Day } from './arrange.ts'
import { EntryMenu } from './entry-menu.tsx'
import { rowsOf } from './rows.ts'
import { SelectionBar } from './selection-bar.tsx'
import { TagsDialog } from './tags-dialog.tsx'
import { useRows } from './use-rows.ts'
import { useSelecting } from './use-selecting.ts'

interface DayListProps {
	readonly days: readonly Day[]
	readonly headingOf: (day: Day) => string
	/** What stands in the list for a transcript; `onNamed`: it has been named anew there. */
	readonly children: (transcript: Transcript, onNamed: (id: string) => void) => ReactNode
}

const HEADING_HEIGHT = 38
const ENTRY_HEIGHT = 53

/** Transcripts by day. Only those in sight exist, and the one that has the focus; arrow keys go from one to the next. */
export const DayList = memo(function DayList({ days, headingOf, children }: DayListProps) {
	const { t } = useWords()
	const rows = useMemo(() => rowsOf(days), [days])
	const shown = useMemo(() => days.flatMap(({ transcripts }) => transcripts.map(({ id }) => id)), [days])
	const { list, virtual, placeOf, focus, onFocus, onBlur } = useRows<HTMLDivElement>(
		rows.length,
		index => (rows[index]?.is === 'heading' ? HEADING_HEIGHT : ENTRY_HEIGHT),
		index => rows[index]?.key ?? String(index)
	)
	const focusOn = useCallback((id: string) => focus(rows.findIndex(row => row.key === id)), [focus, rows])
	const { press, click, openMenu, menu, closeMenu, actions } = useSelecting(shown, focusOn)
	const at = ({ target }: SyntheticEvent) => {
		const row = rows[Number((target as Element).closest<HTMLElement>('[data-index]')?.dataset.index ?? -1)]
		return row?.is === 'entry' ? row.transcript.id : null
	}
	/** Those of an entry; what is between them belongs to nobody. */
	const ofEntry =
		<E extends SyntheticEvent>(take: (event: E, id: string) => void) =>
		(event: E) => {
			const id = at(event)
			if (id !== null) take(event, id)
		}
	const items = virtual.getVirtualItems()
	return (
		<>
			<SelectionBar shown={shown} actions={actions} />
			{/* biome-ignore lint/a11y/noStaticElementInteractions: keys and clicks belong to the links in it */}
			<div
				ref={list}
				className="rows days"
				style={{ height: virtual.getTotalSize() }}
				onFocus={onFocus}
				onBlur={onBlur}
				onKeyDown={ofEntry(press)}
				onClick={ofEntry(click)}
				onContextMenu={ofEntry(openMenu)}
			>
				{days
					.map(day => ({ day, inSight: items.filter(item => rows[item.index]?.day === day) }))
					.filter(({ inSight }) => inSight.length > 0)
					.map(({ day, inSight }) => (
						<div key={day.at}>
							{inSight.map(item => {
								if (rows[item.index]?.is !== 'heading') return null
								return (
									<h2 key={item.key} ref={virtual.measureElement} data-index={item.index} style={placeOf(item.start)}>
										{headingOf(day)}
									</h2>
								)
							})}
							<ul>
								{inSight.map(item => {
									const row = rows[item.index]
									if (row?.is !== 'entry') return null
									return (
										<li
											key={item.key}
											ref={virtual.measureElement}
											data-index={item.index}
											aria-setsize={day.transcripts.length}
											aria-posinset={row.n}
											style={placeOf(item.start)}
											className="with-action"
										>
											{children(row.transcript, focusOn)}
											<button
												type="button"
												className="button quiet icon-only"
												// By keys the menu is asked for at the entry itself.
												tabIndex={-1}
												aria-label={t('library.menuOf', { title: row.transcript.title })}
												onClick={event => {
													event.stopPropagation()
													openMenu(event, row.transcript.id)
												}}
											>
												<Ellipsis size={15} />
											</button>
										</li>
									)
								})}
							</ul>
						</div>
					))}
			</div>
			{menu && <EntryMenu asked={menu} actions={actions} onClose={closeMenu} focus={focusOn} />}
			<TagsDialog actions={actions} />
		</>
	)
})
