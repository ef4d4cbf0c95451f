import { useId } from 'react'
import type { SubtitleRules } from '../../../electron/contract/exporting.ts'
import { useWords } from '../../messages/use-words.ts'

/** The same ranges that main insists on; times are shown in seconds. */
const FIELDS = [
	['lineLength', 10, 100, 1],
	['wideLineLength', 6, 60, 1],
	['lines', 1, 4, 1],
	['speed', 5, 40, 1],
	['wideSpeed', 3, 30, 1],
	['least', 0, 5_000, 1_000],
	['most', 1_000, 20_000, 1_000],
	['gap', 0, 1_000, 1_000]
] as const satisfies readonly (readonly [keyof SubtitleRules, number, number, number])[]

function shown(value: number, unit: number): number {
	return Math.round((value / unit) * 100) / 100
}

/** Each number of the rules: what is out of its range is the nearest that is in it, and reads so when the field is left. */
export function SubtitleChoices({ rules, onChange }: { readonly rules: SubtitleRules; readonly onChange: (rules: SubtitleRules) => void }) {
	const { t } = useWords()
	const id = useId()
	return (
		<div className="subtitle-choices">
			{FIELDS.map(([name, least, most, unit]) => (
				<div key={name}>
					<label htmlFor={`${id}-${name}`}>{t('export.rule', { rule: name })}</label>
					<input
						id={`${id}-${name}`}
						type="number"
						min={least / unit}
						max={most / unit}
						step={unit === 1 ? 1 : 0.01}
						defaultValue={shown(rules[name], unit)}
						onChange={event => {
							const value = Math.round(event.currentTarget.valueAsNumber * unit)
							if (!Number.isNaN(value)) onChange({ ...rules, [name]: Math.min(most, Math.max(least, value)) })
						}}
						onBlur={event => {
							event.currentTarget.value = String(shown(rules[name], unit))
						}}
					/>
				</div>
			))}
		</div>
	)
}
