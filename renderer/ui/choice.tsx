import { useId } from 'react'

interface ChoiceProps {
	readonly label: string
	readonly value: string
	readonly options: readonly (readonly [string, string])[]
	/** What the choice means, for those that need saying. */
	readonly hint?: string
	readonly disabled?: boolean
	readonly onChoose: (value: string) => void
}

/** One of several, in the system's own list: it knows keyboards, screen readers and small screens best. */
export function Choice({ label, value, options, hint, disabled = false, onChoose }: ChoiceProps) {
	const id = useId()
	return (
		<div className="choice">
			<label htmlFor={id}>{label}</label>
			<select
				id={id}
				value={value}
				disabled={disabled}
				aria-describedby={hint === undefined ? undefined : `${id}-hint`}
				onChange={event => onChoose(event.currentTarget.value)}
			>
				{options.map(([key, text]) => (
					<option key={key} value={key}>
						{text}
					</option>
				))}
			</select>
			{hint !== undefined && (
				<p id={`${id}-hint`} className="hint">
					{hint}
				</p>
			)}
		</div>
	)
}
