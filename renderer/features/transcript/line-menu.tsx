import { Menu } from '@base-ui/react/menu'
import { useState } from 'react'
import type { SpeakerName } from '../../../electron/contract/records.ts'
import { useWords } from '../../messages/use-words.ts'
import type { SpokenLine } from './arrange.ts'
import { SpeakerDialog } from './speaker-dialog.tsx'
import type { LineActions } from './use-editing.ts'

/** The line whose menu is open, and where. */
export interface MenuPlace {
	readonly line: SpokenLine
	readonly at: Element
}

interface LineMenuProps {
	readonly place: MenuPlace | null
	readonly speakers: readonly SpeakerName[]
	readonly actions: LineActions
	/** Whether what was recognised is shown beside the line. */
	readonly compared: boolean
	/** `all`: beside all lines that were written in. */
	readonly onCompare: (all: boolean) => void
	readonly onClose: () => void
}

/** What can be done with one line. One menu for all lines: there are thousands. */
export function LineMenu({ place, speakers, actions, compared, onCompare, onClose }: LineMenuProps) {
	const { t } = useWords()
	const [asked, setAsked] = useState<{ line: SpokenLine; speaker: SpeakerName | null } | null>(null)
	const [main] = useState(() => document.querySelector<HTMLElement>('main'))
	const line = place?.line
	const written = line?.segment.written
	const who = line?.named ?? null
	return (
		<>
			<Menu.Root open={place !== null} onOpenChange={open => !open && onClose()}>
				{/* Within the part of the page that it belongs to, for who goes from part to part. */}
				<Menu.Portal container={main}>
					<Menu.Positioner anchor={place?.at ?? null} sideOffset={4} align="end" className="floating">
						<Menu.Popup className="popup menu line-menu">
							{line && (
								<>
									<Menu.Item className="menu-item" onClick={() => actions.edit(line, 0)}>
										<span>{t('edit.edit')}</span>
										<kbd>F2</kbd>
									</Menu.Item>
									{actions.before(line) && (
										<Menu.Item className="menu-item" onClick={() => actions.joinBefore(line, line.segment.text)}>
											<span>{t('edit.join')}</span>
										</Menu.Item>
									)}
									{written?.changed && (
										<>
											<Menu.Item className="menu-item" onClick={() => onCompare(false)}>
												<span>{t('edit.compare', { shown: String(compared) })}</span>
											</Menu.Item>
											<Menu.Item className="menu-item" onClick={() => onCompare(true)}>
												<span>{t('edit.compareAll', { shown: String(compared) })}</span>
											</Menu.Item>
											<Menu.Item className="menu-item" onClick={() => actions.restore(line)}>
												<span>{t('edit.restore')}</span>
											</Menu.Item>
										</>
									)}
									<Menu.Separator className="menu-line" />
									<Menu.RadioGroup
										className="menu-group"
										aria-label={t('speaker.who')}
										data-label={t('speaker.who')}
										value={who?.id ?? ''}
										onValueChange={(id: string) => actions.speak(line, id === '' ? null : id)}
									>
										{speakers.map((each, n) => (
											<Menu.RadioItem key={each.id} value={each.id} className="menu-item" closeOnClick>
												<span dir="auto">{each.name}</span>
												{n < 9 && <kbd>{t('speaker.key', { n: n + 1 })}</kbd>}
											</Menu.RadioItem>
										))}
										{who && (
											<Menu.RadioItem value="" className="menu-item" closeOnClick>
												<span>{t('speaker.nobody')}</span>
											</Menu.RadioItem>
										)}
									</Menu.RadioGroup>
									<Menu.Item className="menu-item" onClick={() => setAsked({ line, speaker: null })}>
										<span>{t('speaker.new')}</span>
									</Menu.Item>
									{who && (
										<Menu.Item className="menu-item" onClick={() => setAsked({ line, speaker: who })}>
											<span>{t('speaker.rename', { name: who.name })}</span>
										</Menu.Item>
									)}
								</>
							)}
						</Menu.Popup>
					</Menu.Positioner>
				</Menu.Portal>
			</Menu.Root>
			{asked && (
				<SpeakerDialog
					speaker={asked.speaker}
					onName={name => (asked.speaker === null ? actions.introduce(asked.line, name) : actions.rename(asked.speaker.id, name))}
					onClose={() => setAsked(null)}
				/>
			)}
		</>
	)
}
