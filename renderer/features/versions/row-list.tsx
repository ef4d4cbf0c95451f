import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useApp } from '../../app-context.ts'
import { clock } from '../../messages/clock.ts'
import { useWords } from '../../messages/use-words.ts'
import type { Row, Stretch } from './compare.ts'

/** Pixels, until a row has been measured. */
const ROW_HEIGHT = 64

/** Both texts, row by row; only rows in sight exist. */
export function RowList({ transcript, rows }: { readonly transcript: string; readonly rows: readonly Row[] }) {
	const { place } = useApp()
	const { t } = useWords()
	const scroll = useRef<HTMLDivElement>(null)
	const virtual = useVirtualizer<HTMLElement, Element>({
		count: rows.length,
		getScrollElement: () => scroll.current,
		estimateSize: () => ROW_HEIGHT,
		overscan: 6,
		getItemKey: index => rows[index]?.from ?? index
	})
	return (
		<section
			className="versions-rows"
			ref={scroll}
			aria-label={t('versions.rows')}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
			tabIndex={0}
			style={{ flexBasis: virtual.getTotalSize() }}
		>
			<div style={{ height: virtual.getTotalSize() }}>
				{virtual.getVirtualItems().map(({ index, key, start }) => {
					const row = rows[index]
					if (row === undefined) return null
					const at = clock(row.from)
					return (
						<div
							key={key}
							ref={virtual.measureElement}
							data-index={index}
							className="versions-row"
							style={{ transform: `translateY(${start}px)` }}
						>
							<button
								type="button"
								className="place"
								aria-label={t('versions.goTo', { clock: at })}
								onClick={() => place.go({ at: 'transcript', id: transcript, sample: row.from })}
							>
								{at}
							</button>
							<Side name={t('versions.earlier')} stretches={row.left} />
							<Side name={t('versions.now')} stretches={row.right} />
						</div>
					)
				})}
			</div>
		</section>
	)
}

function Side({ name, stretches }: { readonly name: string; readonly stretches: readonly Stretch[] }) {
	const { t } = useWords()
	let at = 0
	return (
		<p dir="auto">
			<span className="sr-only">{name}: </span>
			{stretches.length === 0 && <em>{t('versions.nothing')}</em>}
			{stretches.map(({ text, other }) => {
				const key = at
				at += text.length
				return other ? <mark key={key}>{text}</mark> : text
			})}
		</p>
	)
}
