import { PackageOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { BundleChoice, BundleEntry, ExitRecord } from '../../../electron/contract/exits.ts'
import type { Problem } from '../../api/problem.ts'
import { useApp } from '../../app-context.ts'
import { useWords } from '../../messages/use-words.ts'
import { Button, Note, Skeleton } from '../../ui/controls.tsx'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Tick } from '../../ui/tick.tsx'
import { useIsHere } from '../../ui/use-is-here.ts'

/** What a bundle for a bug report holds, to the letter, before it is saved. */
export function BundleDialog({ exit, onClose }: { readonly exit: ExitRecord; readonly onClose: () => void }) {
	const { crashes } = useApp()
	const words = useWords()
	const { t } = words
	const [choice, setChoice] = useState<BundleChoice>({ dump: false, audio: false, redact: true })
	/** What goes in by this choice: nothing is saved that was not listed. */
	const [entries, setEntries] = useState<readonly BundleEntry[] | null>(null)
	const [problem, setProblem] = useState<Problem | null>(null)
	const [saving, setSaving] = useState(false)
	const isHere = useIsHere()
	useEffect(() => {
		let wanted = true
		setEntries(null)
		setProblem(null)
		void crashes.previewBundle(exit.id, choice).then(result => {
			if (!wanted) return
			setProblem(result.ok ? null : result.problem)
			setEntries(result.ok ? result.value : [])
		})
		return () => {
			wanted = false
		}
	}, [crashes, exit.id, choice])
	const save = async () => {
		setSaving(true)
		setProblem(null)
		const made = await crashes.bundle(exit.id, choice)
		if (!isHere()) return
		setSaving(false)
		if (!made.ok) return setProblem(made.problem)
		saveFile(
			made.value.name,
			Uint8Array.from(atob(made.value.zip), character => character.charCodeAt(0)),
			'application/zip'
		)
		onClose()
	}
	const total = (entries ?? []).reduce((sum, entry) => sum + entry.bytes, 0)
	return (
		<DialogFrame title={t('bundle.title')} hint={t('bundle.hint')} close={t('app.close')} className="bundle" open onClose={onClose}>
			<div className="ticks">
				<Tick
					label={t('bundle.redact')}
					hint={t('bundle.redactHint')}
					on={choice.redact}
					onChange={redact => setChoice({ ...choice, redact })}
				/>
				<Tick
					label={t('bundle.dump')}
					hint={exit.dump === null ? t('bundle.noDump') : t('bundle.dumpHint')}
					on={choice.dump}
					disabled={exit.dump === null}
					onChange={dump => setChoice({ ...choice, dump })}
				/>
				<Tick
					label={t('bundle.audio')}
					hint={exit.jobs.length === 0 ? t('bundle.noAudio') : t('bundle.audioHint')}
					on={choice.audio}
					disabled={exit.jobs.length === 0}
					onChange={audio => setChoice({ ...choice, audio })}
				/>
			</div>
			<h3>{t('bundle.contents')}</h3>
			<div className="bundle-entries" aria-live="polite">
				{problem && <Note tone="bad">{words.problem(problem)}</Note>}
				{entries === null ? (
					<Skeleton lines={3} label={t('bundle.looking')} />
				) : (
					entries.map(entry => <Entry key={entry.name} entry={entry} />)
				)}
			</div>
			<div className="dialog-foot">
				<span className="hint grow">{t('bundle.nothingSent')}</span>
				<Button
					kind="primary"
					icon={<PackageOpen size={15} />}
					disabled={saving || (entries?.length ?? 0) === 0}
					onClick={() => void save()}
				>
					{t('bundle.save', { size: total === 0 ? 'none' : words.bytes(total) })}
				</Button>
			</div>
		</DialogFrame>
	)
}

function Entry({ entry }: { readonly entry: BundleEntry }) {
	const { bytes, phrase } = useWords()
	const head = (
		<>
			<b>{entry.name}</b>
			<span className="size">{bytes(entry.bytes)}</span>
			<small>{phrase(entry.note)}</small>
		</>
	)
	if (entry.preview === null) return <div className="bundle-entry">{head}</div>
	return (
		<details className="bundle-entry">
			<summary>{head}</summary>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
			<pre tabIndex={0}>{entry.preview}</pre>
		</details>
	)
}
