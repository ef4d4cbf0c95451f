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

/** Each number of the rules. */
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
						defaultValue={Math.round((rules[name] / unit) * 100) / 100}
						onChange={event => {
							const value = Math.round(event.currentTarget.valueAsNumber * unit)
							if (value >= least && value <= most) onChange({ ...rules, [name]: value })
						}}
					/>
				</div>
			))}
		</div>
	)
}
